import { Fn, type CfnElement, type Stack } from 'aws-cdk-lib';
import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { acknowledge } from './acknowledge.ts';
import type { CentralFunctions } from './central-functions.ts';
import { STATE_MACHINE_NAME } from './names.ts';
import { sweepDefinition } from './state-machine.ts';

/** The state machine that sweeps. */
export function addSweepMachine(stack: Stack, functions: CentralFunctions, roleArn: string): CfnStateMachine {
  const functionArns = {
    inventory: arnOf(functions.inventory),
    sweep: arnOf(functions.sweep),
    gate: arnOf(functions.gate),
    summarise: arnOf(functions.summarise),
  };
  const machine = new CfnStateMachine(stack, 'SweepMachine', {
    stateMachineName: STATE_MACHINE_NAME,
    stateMachineType: 'STANDARD',
    roleArn,
    // One text in the template, which CloudFormation completes.
    definitionString: Fn.sub(JSON.stringify(sweepDefinition({ partition: '${AWS::Partition}', functionArns }))),
  });
  acknowledge(machine, {
    'AwsSolutions-SF1':
      'Step Functions keeps the history of a Standard execution for 90 days, and what a run did is in the evidence bucket. To log as well, the role would need rights over every log delivery of the account.',
    'AwsSolutions-SF2': 'Traces would show how long Lambda took, which the history of an execution shows.',
  });
  return machine;
}

function arnOf({ logicalId }: CfnElement): string {
  return `\${${logicalId}.Arn}`;
}

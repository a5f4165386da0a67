import { createStateMachine, updateStateMachine } from '../../services/states/create-state-machine.ts';
import type { Account } from '../../state/account.ts';
import type { StateMachine } from '../../state/state-machine.ts';
import { generatedName } from '../generated-name.ts';
import type { Properties } from '../properties.ts';
import { alreadyExists } from '../resource-failure.ts';
import type { CreatedResource, ResourceType } from '../resource-type.ts';

const TYPE = 'AWS::StepFunctions::StateMachine';
const LONGEST_NAME = 80;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-stepfunctions-statemachine.html */
export const STATE_MACHINE: ResourceType = {
  type: TYPE,
  properties: {
    modelled: ['StateMachineName', 'StateMachineType', 'RoleArn', 'DefinitionString'],
    harmless: {
      LoggingConfiguration: 'executions keep what happened in them, and there are no log deliveries',
      Tags: 'no policy here looks at the tags of a state machine',
      TracingConfiguration: 'there are no traces',
    },
  },
  createOnly: ['StateMachineName', 'StateMachineType'],
  nameProperty: 'StateMachineName',
  create: async (context, properties) => {
    const { state, account } = context;
    const name = properties.text('StateMachineName') ?? generatedName(context, LONGEST_NAME);
    if (account.stateMachines.get(name) !== undefined) throw alreadyExists(TYPE, name);
    return created(createStateMachine(state, account, { name, ...wanted(properties) }));
  },
  update: async ({ state, account }, { physicalId }, properties) => {
    const machine = machineAt(account, physicalId);
    if (machine === undefined) {
      const name = physicalId.slice(physicalId.lastIndexOf(':') + 1);
      return created(createStateMachine(state, account, { name, ...wanted(properties) }));
    }
    updateStateMachine(state, machine, wanted(properties));
    return created(machine);
  },
  // What runs goes on; on AWS it ends at its next state. https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachine.html
  delete: async ({ account }, { physicalId }) => {
    const machine = machineAt(account, physicalId);
    if (machine !== undefined) account.stateMachines.delete(machine.name);
  },
};

function wanted(properties: Properties) {
  properties.only('StateMachineType', 'STANDARD');
  return { definition: properties.requiredText('DefinitionString'), roleArn: properties.requiredText('RoleArn') };
}

function machineAt(account: Account, arn: string): StateMachine | undefined {
  return account.stateMachines.items.find((machine) => machine.arn === arn);
}

function created({ arn, name }: StateMachine): CreatedResource {
  return { physicalId: arn, attributes: { Arn: arn, Name: name } };
}

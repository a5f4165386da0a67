import { Fn, type Stack } from 'aws-cdk-lib';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CENTRAL_FUNCTION_NAMES, STATE_MACHINE_NAME, type CentralFunction } from './names.ts';
import { FUNCTION_TIMEOUT_SECONDS } from './sweep-states.ts';

const STATE_MACHINE_ARN = `arn:\${AWS::Partition}:states:\${AWS::Region}:\${AWS::AccountId}:stateMachine:${STATE_MACHINE_NAME}`;

/** What the central functions are made of. */
export interface CentralFunctionsProps {
  /** Where the code asset lies. */
  readonly code: CfnFunction.CodeProperty;
  readonly roleArn: string;
  readonly logGroup: string;
  readonly bucket: string;
  readonly signingKeyArn: string;
  readonly topicArn: string;
}

/** The central functions, to refer to. */
export type CentralFunctions = Readonly<Record<CentralFunction, CfnFunction>>;

const DEFINITIONS: Readonly<
  Record<CentralFunction, { readonly id: string; readonly does: string; readonly memory: number }>
> = {
  inventory: { id: 'Inventory', does: 'reads the organization and says which accounts a run sweeps', memory: 512 },
  sweep: { id: 'Sweep', does: 'asks the agents of a batch of accounts, and audits what they did', memory: 512 },
  // These two read a record of every account, and the Lambda's share of CPU grows with its memory.
  gate: { id: 'Gate', does: 'weighs a run as a whole, and finds what it left over', memory: 1024 },
  summarise: { id: 'Summarise', does: 'puts the state of the whole organization on one page', memory: 1769 },
};

/** Four doors into one bundle: the handler of each is named as it is. */
export function addCentralFunctions(stack: Stack, props: CentralFunctionsProps): CentralFunctions {
  const add = (name: CentralFunction): CfnFunction =>
    new CfnFunction(stack, DEFINITIONS[name].id, {
      functionName: CENTRAL_FUNCTION_NAMES[name],
      description: `keysweep: ${DEFINITIONS[name].does}`,
      runtime: 'nodejs24.x',
      architectures: ['arm64'],
      handler: `index.${name}`,
      code: props.code,
      role: props.roleArn,
      memorySize: DEFINITIONS[name].memory,
      timeout: FUNCTION_TIMEOUT_SECONDS,
      loggingConfig: { logFormat: 'JSON', logGroup: props.logGroup },
      environment: {
        variables: {
          KEYSWEEP_BUCKET: props.bucket,
          KEYSWEEP_SIGNING_KEY_ID: props.signingKeyArn,
          KEYSWEEP_TOPIC_ARN: props.topicArn,
          // By name: the state machine waits for its functions.
          KEYSWEEP_STATE_MACHINE_ARN: Fn.sub(STATE_MACHINE_ARN),
        },
      },
    });
  return { inventory: add('inventory'), sweep: add('sweep'), gate: add('gate'), summarise: add('summarise') };
}

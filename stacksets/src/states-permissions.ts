import {
  EVERY_EXECUTION,
  EXECUTIONS,
  STATE_MACHINE,
  useEncryptionKey,
  type CentralSetting,
} from './central-resources.ts';
import { records } from './evidence-permissions.ts';
import { CENTRAL_FUNCTION_NAMES, STATE_MACHINE_NAME } from './names.ts';
import {
  arnHere,
  FOR_THIS_ACCOUNT,
  serviceTrust,
  type PermissionStatement,
  type TrustStatement,
} from './statements.ts';

/** Step Functions alone works with the role of the state machine, for this account. */
export const STATES_TRUST: TrustStatement = serviceTrust('states.amazonaws.com', FOR_THIS_ACCOUNT);

/**
 * What the state machine may do: invoke the central functions, read the lists of accounts, and run its own children.
 * https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html
 */
export function statesStatements(setting: CentralSetting): readonly PermissionStatement[] {
  return [
    {
      Sid: 'InvokeCentralFunctions',
      Effect: 'Allow',
      Action: ['lambda:InvokeFunction'],
      Resource: Object.values(CENTRAL_FUNCTION_NAMES).map((name) => arnHere('lambda', `function:${name}`)),
    },
    { Sid: 'ReadAccountLists', Effect: 'Allow', Action: ['s3:GetObject'], Resource: records('runs/*/accounts-*.json') },
    ...useEncryptionKey(setting, ['kms:Decrypt']),
    { Sid: 'StartBatches', Effect: 'Allow', Action: ['states:StartExecution'], Resource: STATE_MACHINE },
    {
      Sid: 'FollowBatches',
      Effect: 'Allow',
      Action: ['states:DescribeExecution', 'states:StopExecution'],
      // A child of a map carries the map's label in its ARN.
      Resource: [EXECUTIONS, arnHere('states', `execution:${STATE_MACHINE_NAME}/*`)],
    },
  ];
}

/** Why statements of the role of the state machine name more than one thing. */
export const STATES_WILDCARDS = {
  ReadAccountLists: 'The list of accounts of every run, and no other record.',
  FollowBatches: EVERY_EXECUTION,
} as const;

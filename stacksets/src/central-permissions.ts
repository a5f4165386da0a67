import { records, READ_EVIDENCE, USE_EVIDENCE } from './evidence-permissions.ts';
import {
  AUDIT_ROLE_NAME,
  CENTRAL_FUNCTION_NAMES,
  REVOKER_NAME,
  STACK_SET_NAME,
  STATE_MACHINE_NAME,
  SWITCH_NAME,
} from './names.ts';
import { ORDER_SIGNING_KEY } from './order-signing-key.ts';
import {
  ACCOUNT_ITSELF,
  arnHere,
  serviceTrust,
  type Intrinsic,
  type PermissionStatement,
  type TrustStatement,
} from './statements.ts';

/** What the statements of the central account depend on. */
export interface CentralSetting {
  readonly organization: { readonly id: string; readonly managementAccountId: string };
  /** Whether the centre is a delegated administrator, and not the management account. */
  readonly delegated: boolean;
  /** The ARN of the KMS key of the evidence; null for S3's own. */
  readonly encryptionKey: string | null;
}

const SIGNING_KEY: Intrinsic = { 'Fn::GetAtt': [ORDER_SIGNING_KEY, 'Arn'] };
const SWITCH = arnHere('ssm', `parameter${SWITCH_NAME}`);
const STATE_MACHINE = arnHere('states', `stateMachine:${STATE_MACHINE_NAME}`);
const EXECUTIONS = arnHere('states', `execution:${STATE_MACHINE_NAME}:*`);

/** Lambda alone works with the role of the central functions. */
export const CENTRAL_TRUST: TrustStatement = serviceTrust('lambda.amazonaws.com');

/** What the central functions may do. Nothing of it is in IAM, and nothing deletes. */
export function centralStatements(setting: CentralSetting): readonly PermissionStatement[] {
  return [
    ...memberStatements(setting),
    { Sid: 'SignOrders', Effect: 'Allow', Action: ['kms:Sign'], Resource: SIGNING_KEY },
    ...USE_EVIDENCE,
    ...useEncryptionKey(setting, ['kms:Decrypt', 'kms:GenerateDataKey']),
    { Sid: 'ReadSwitch', Effect: 'Allow', Action: ['ssm:GetParameter'], Resource: SWITCH },
    ...organizationStatements(setting),
    {
      Sid: 'SeeWhetherARunIsAtWork',
      Effect: 'Allow',
      Action: ['states:DescribeExecution'],
      Resource: EXECUTIONS,
    },
  ];
}

/**
 * One function and one role in any account, as long as that account is in the organization: `aws:ResourceOrgID` is known for
 * both actions. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-resourceorgid
 */
function memberStatements({ organization }: CentralSetting): readonly PermissionStatement[] {
  const Condition = { StringEquals: { 'aws:ResourceOrgID': organization.id } };
  return [
    {
      Sid: 'AskAgents',
      Effect: 'Allow',
      Action: ['lambda:InvokeFunction'],
      Resource: { 'Fn::Sub': `arn:\${AWS::Partition}:lambda:\${AWS::Region}:*:function:${REVOKER_NAME}` },
      Condition,
    },
    {
      Sid: 'OpenAuditRoles',
      Effect: 'Allow',
      Action: ['sts:AssumeRole'],
      Resource: { 'Fn::Sub': `arn:\${AWS::Partition}:iam::*:role/${AUDIT_ROLE_NAME}` },
      Condition,
    },
  ];
}

/**
 * The walk of the organization, and where its agents are deployed. The first three actions know no resource.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsorganizations.html
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html
 */
function organizationStatements({ organization, delegated }: CentralSetting): readonly PermissionStatement[] {
  const { id, managementAccountId } = organization;
  const unit = (kind: string): Intrinsic => ({
    'Fn::Sub': `arn:\${AWS::Partition}:organizations::${managementAccountId}:${kind}`,
  });
  // A delegated administrator of StackSets must be able to see that it is one.
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-delegated-admin.html
  const delegation = delegated ? ['organizations:ListDelegatedAdministrators'] : [];
  return [
    {
      Sid: 'ReadOrganization',
      Effect: 'Allow',
      Action: [
        'organizations:DescribeOrganization',
        'organizations:ListAccounts',
        ...delegation,
        'organizations:ListRoots',
      ],
      Resource: '*',
    },
    {
      Sid: 'ReadOrganizationalUnits',
      Effect: 'Allow',
      Action: ['organizations:ListAccountsForParent', 'organizations:ListOrganizationalUnitsForParent'],
      Resource: [unit(`root/${id}/r-*`), unit(`ou/${id}/ou-*`)],
    },
    {
      Sid: 'ReadDeployment',
      Effect: 'Allow',
      Action: ['cloudformation:ListStackInstances'],
      // A StackSet of a delegated administrator is kept in the management account.
      Resource: {
        'Fn::Sub': `arn:\${AWS::Partition}:cloudformation:\${AWS::Region}:*:stackset/${STACK_SET_NAME}:*`,
      },
    },
  ];
}

/** The key's own policy must admit the account as well: it is not part of the stack. */
function useEncryptionKey(
  { encryptionKey }: CentralSetting,
  actions: readonly string[],
): readonly PermissionStatement[] {
  if (encryptionKey === null) return [];
  return [{ Sid: 'UseEncryptionKey', Effect: 'Allow', Action: actions, Resource: encryptionKey }];
}

const EVERY_RECORD = 'It is the evidence bucket: every record of it, and no other bucket.';
const EVERY_EXECUTION = 'The executions of this one state machine; their names are made up as they start.';

/** Why statements of the central role name more than one thing. */
export const CENTRAL_WILDCARDS = {
  AskAgents: 'One function, by its name, in whichever accounts the organization has.',
  OpenAuditRoles: 'One role, by its name, in whichever accounts the organization has.',
  UseEvidence: EVERY_RECORD,
  ReadOrganization: 'These actions know no resource.',
  ReadOrganizationalUnits: 'The walk goes through every unit of this one organization.',
  ReadDeployment:
    'One StackSet by its name: its id is made up, and its account is the management account’s for a delegate.',
  SeeWhetherARunIsAtWork: EVERY_EXECUTION,
} as const;

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

/** The logical id of the queue of starts that failed. */
export const DEAD_LETTERS = 'UnstartedSweeps';

/** What the schedules may do: start the state machine, and leave word where that failed. */
export const SCHEDULER_STATEMENTS: readonly PermissionStatement[] = [
  { Sid: 'StartSweeps', Effect: 'Allow', Action: ['states:StartExecution'], Resource: STATE_MACHINE },
  {
    Sid: 'LeaveDeadLetters',
    Effect: 'Allow',
    Action: ['sqs:SendMessage'],
    Resource: { 'Fn::GetAtt': [DEAD_LETTERS, 'Arn'] },
  },
];

/** Whoever of the account may assume it, and has signed in with MFA. */
export const OPERATOR_TRUST: TrustStatement = {
  Effect: 'Allow',
  Principal: { AWS: ACCOUNT_ITSELF },
  Action: 'sts:AssumeRole',
  Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
};

/**
 * What people may do: read everything that is written down, start a sweep or a summary and follow it, turn the switch. They
 * do not look into accounts themselves: audit roles open to the centre alone, and a look nobody recorded is no evidence.
 */
export function operatorStatements(setting: CentralSetting): readonly PermissionStatement[] {
  return [
    ...READ_EVIDENCE,
    ...useEncryptionKey(setting, ['kms:Decrypt']),
    { Sid: 'StartSweeps', Effect: 'Allow', Action: ['states:StartExecution'], Resource: STATE_MACHINE },
    { Sid: 'FollowSweeps', Effect: 'Allow', Action: ['states:DescribeExecution'], Resource: EXECUTIONS },
    { Sid: 'TurnSwitch', Effect: 'Allow', Action: ['ssm:GetParameter', 'ssm:PutParameter'], Resource: SWITCH },
    { Sid: 'ReadVerificationKey', Effect: 'Allow', Action: ['kms:GetPublicKey'], Resource: SIGNING_KEY },
  ];
}

/** Why statements of the operators' role name more than one thing. */
export const OPERATOR_WILDCARDS = { ReadEvidence: EVERY_RECORD, FollowSweeps: EVERY_EXECUTION } as const;

import {
  DEFAULT_BUS,
  EVERY_EXECUTION,
  EVERY_RECORD,
  EXECUTIONS,
  SIGNING_KEY,
  SWITCH,
  useEncryptionKey,
  type CentralSetting,
} from './central-resources.ts';
import { GIVE_UP_LONG_RECORDS, USE_EVIDENCE } from './evidence-permissions.ts';
import { AUDIT_ROLE_NAME, REVOKER_NAME, STACK_SET_NAME } from './names.ts';
import { TELL_PEOPLE } from './notification-permissions.ts';
import { serviceTrust, type Intrinsic, type PermissionStatement, type TrustStatement } from './statements.ts';

/** Lambda alone works with the role of the central functions. */
export const CENTRAL_TRUST: TrustStatement = serviceTrust('lambda.amazonaws.com');

/** What the central functions may do. Nothing of it is in IAM, and nothing deletes. */
export function centralStatements(setting: CentralSetting): readonly PermissionStatement[] {
  return [
    ...memberStatements(setting),
    { Sid: 'SignOrders', Effect: 'Allow', Action: ['kms:Sign'], Resource: SIGNING_KEY },
    ...USE_EVIDENCE,
    GIVE_UP_LONG_RECORDS,
    ...useEncryptionKey(setting, ['kms:Decrypt', 'kms:GenerateDataKey']),
    { Sid: 'ReadSwitch', Effect: 'Allow', Action: ['ssm:GetParameter'], Resource: SWITCH },
    ...organizationStatements(setting),
    {
      Sid: 'SeeWhetherARunIsAtWork',
      Effect: 'Allow',
      Action: ['states:DescribeExecution'],
      Resource: EXECUTIONS,
    },
    ...TELL_PEOPLE,
    { Sid: 'TellMachines', Effect: 'Allow', Action: ['events:PutEvents'], Resource: DEFAULT_BUS },
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

/** Why statements of the central role name more than one thing. */
export const CENTRAL_WILDCARDS = {
  AskAgents: 'One function, by its name, in whichever accounts the organization has.',
  OpenAuditRoles: 'One role, by its name, in whichever accounts the organization has.',
  UseEvidence: EVERY_RECORD,
  GiveUpLongRecords: 'Every summary; what else the centre writes is never longer than one part.',
  ReadOrganization: 'These actions know no resource.',
  ReadOrganizationalUnits: 'The walk goes through every unit of this one organization.',
  ReadDeployment:
    'One StackSet by its name: its id is made up, and its account is the management account’s for a delegate.',
  SeeWhetherARunIsAtWork: EVERY_EXECUTION,
} as const;

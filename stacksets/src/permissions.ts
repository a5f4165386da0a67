import { EXEMPT_TAG } from '@keysweep/core';
import { writeLogs } from './log-permissions.ts';
import { CENTRAL_ROLE_NAME } from './names.ts';
import { serviceTrust, type Intrinsic, type PermissionStatement, type TrustStatement } from './statements.ts';

const USERS: Intrinsic = { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:user/*' };
const GROUPS: Intrinsic = { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:group/*' };

/**
 * What both roles may do: the readings of the plan. The first three know no resource.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
 */
const READINGS: readonly PermissionStatement[] = [
  {
    Sid: 'ReadAccount',
    Effect: 'Allow',
    Action: ['iam:GenerateCredentialReport', 'iam:GetAccountAuthorizationDetails', 'iam:GetCredentialReport'],
    Resource: '*',
  },
  { Sid: 'ReadGroups', Effect: 'Allow', Action: ['iam:GetGroup'], Resource: GROUPS },
  { Sid: 'ReadUsers', Effect: 'Allow', Action: ['iam:GetLoginProfile', 'iam:ListAccessKeys'], Resource: USERS },
];

/** Why these statements name more than one thing. */
const READING_WILDCARDS = {
  ReadAccount: 'These actions know no resource.',
  ReadGroups: 'Which groups are read stands in the order, and the orders change.',
  ReadUsers: 'Who is in the groups is found out as the account is read.',
} as const;

/** What the audit role may do: the same readings, and count what no policy covers. */
export const AUDIT_STATEMENTS: readonly PermissionStatement[] = [
  ...READINGS,
  {
    Sid: 'CountUncovered',
    Effect: 'Allow',
    Action: ['iam:GetAccountSummary', 'iam:ListServiceSpecificCredentials'],
    Resource: '*',
  },
];

/** Why these statements name more than one thing. */
export const AUDIT_WILDCARDS = {
  ...READING_WILDCARDS,
  CountUncovered: 'The summary knows no resource; on which the credentials of all users are listed is not documented.',
} as const;

const REVOCATIONS = ['iam:DeleteAccessKey', 'iam:UpdateAccessKey'];

/**
 * What the revoker may do: the same readings, revoke access keys, and write to its own log group.
 *
 * Both revocations act on the resource type `user`, which carries `aws:ResourceTag`; `Null: false` matches whatever the
 * tag's value is, and condition keys compare without regard to case, as IAM does with the keys of tags.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
 *
 * @param logGroupArn ends in `:*`, as CloudFormation returns it: the streams of the group.
 */
export function revokerStatements(logGroupArn: string): readonly PermissionStatement[] {
  return [
    ...READINGS,
    { Sid: 'RevokeAccessKeys', Effect: 'Allow', Action: REVOCATIONS, Resource: USERS },
    {
      Sid: 'NeverOfExemptUsers',
      Effect: 'Deny',
      Action: REVOCATIONS,
      // Wider than what is allowed, so that no shape of a user's ARN escapes it.
      Resource: '*',
      Condition: { Null: { [`aws:ResourceTag/${EXEMPT_TAG}`]: 'false' } },
    },
    writeLogs(logGroupArn),
  ];
}

/** Why these statements name more than one thing. */
export const REVOKER_WILDCARDS = {
  ...READING_WILDCARDS,
  RevokeAccessKeys: 'IAM cannot be told to allow it for the members of groups; the Deny holds for whoever is tagged.',
} as const;

/** Lambda alone works with the revoker's role. */
export const REVOKER_TRUST: TrustStatement = serviceTrust('lambda.amazonaws.com');

/**
 * The central role alone looks through the audit role. The principal is its account and the role stands in a condition:
 * a role named as principal must exist already, and would be remembered by its unique id when it is made anew.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export const AUDIT_TRUST: TrustStatement = {
  Effect: 'Allow',
  Principal: { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${CentralAccountId}:root' } },
  Action: 'sts:AssumeRole',
  Condition: {
    ArnEquals: {
      'aws:PrincipalArn': { 'Fn::Sub': `arn:\${AWS::Partition}:iam::\${CentralAccountId}:role/${CENTRAL_ROLE_NAME}` },
    },
    StringEquals: { 'aws:PrincipalOrgID': { Ref: 'OrganizationId' } },
  },
};

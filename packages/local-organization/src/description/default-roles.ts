import type { Denial, Permissions, TrustedPrincipal } from '../policy/short-lists.ts';

/** A role that exists unless the description says otherwise. */
export interface DefaultRole {
  readonly name: string;
  readonly trusts: readonly TrustedPrincipal[];
  readonly permissions: Permissions;
}

/** The role a person works with in the management account. */
export const OPERATOR_ROLE = 'operator';
/** The role keysweep's centre works with. */
export const CENTRAL_ROLE = 'keysweep-central';
/** The role of the agent in a member account. */
export const REVOKER_ROLE = 'keysweep-revoker';
/** The role the centre looks through in a member account. */
export const AUDIT_ROLE = 'keysweep-audit';

const LAMBDA = 'lambda.amazonaws.com';

/** Where an account stands, as far as its default roles depend on it. */
export interface RolePlacement {
  readonly accountId: string;
  readonly managementAccountId: string;
  /** The account of keysweep's centre. */
  readonly centralAccountId: string;
}

const READS = [
  'iam:GetGroup',
  'iam:ListAccessKeys',
  'iam:GetAccountAuthorizationDetails',
  'iam:GenerateCredentialReport',
  'iam:GetCredentialReport',
  'iam:GetLoginProfile',
];

const NEVER_EXEMPT_USERS: Denial = {
  actions: ['iam:UpdateAccessKey', 'iam:DeleteAccessKey'],
  whenUserTagged: 'keysweep-exempt',
};

/** The roles of an account where nothing is said: AWS's own, and those keysweep's templates make. */
export function defaultRoles(placement: RolePlacement): readonly DefaultRole[] {
  const { accountId, managementAccountId, centralAccountId } = placement;
  const centralRoleArn = `arn:aws:iam::${centralAccountId}:role/${CENTRAL_ROLE}`;
  const everywhere: DefaultRole[] = [
    role(AUDIT_ROLE, [centralRoleArn], { allows: READS }),
    role(REVOKER_ROLE, [LAMBDA], {
      allows: [...READS, 'iam:UpdateAccessKey', 'iam:DeleteAccessKey'],
      denies: [NEVER_EXEMPT_USERS],
    }),
  ];
  if (accountId === centralAccountId) everywhere.push(role(CENTRAL_ROLE, [LAMBDA], { allows: CENTRAL_ACTIONS }));
  if (accountId === managementAccountId) return [...everywhere, role(OPERATOR_ROLE, [], { allows: ['*'] })];
  // https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_access-cross-account-role.html
  return [...everywhere, role('OrganizationAccountAccessRole', [managementAccountId], { allows: ['*'] })];
}

const CENTRAL_ACTIONS = [
  'organizations:Describe*',
  'organizations:List*',
  'lambda:InvokeFunction',
  'sts:AssumeRole',
  's3:GetObject',
  's3:PutObject',
  's3:ListBucket',
  'ssm:GetParameter',
  'kms:Sign',
  'kms:GetPublicKey',
  'kms:GenerateDataKey',
  'kms:Decrypt',
  'sns:Publish',
  'events:PutEvents',
  'cloudformation:ListStackInstances',
  'states:DescribeExecution',
];

function role(
  name: string,
  trusts: readonly TrustedPrincipal[],
  permissions: { readonly allows: readonly string[]; readonly denies?: readonly Denial[] },
): DefaultRole {
  return { name, trusts, permissions: { allows: permissions.allows, denies: permissions.denies ?? [] } };
}

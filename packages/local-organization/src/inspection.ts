import type { Account } from './state/account.ts';
import type { IamUser, StoredAccessKey } from './state/iam-entities.ts';
import type { OrganizationState } from './state/organization-state.ts';

/** An access key as tests look at it. */
export interface AccessKeyView {
  readonly accountId: string;
  readonly userName: string;
  readonly accessKeyId: string;
  readonly status: string;
  readonly createdAt: Date;
}

/** A user as tests look at it. */
export interface UserView {
  readonly userName: string;
  readonly userId: string;
  readonly arn: string;
  readonly groups: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly hasPassword: boolean;
  readonly accessKeys: readonly AccessKeyView[];
}

/** An account as tests and the demo look at it. */
export interface AccountView {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly isManagementAccount: boolean;
  /** False once it has left; it is under no parent and no path then. */
  readonly inOrganization: boolean;
  readonly parentId: string;
  /** The unit names down to the account: `/Workloads/Prod`, `/` for the root; empty once it has left. */
  readonly organizationalUnitPath: string;
  /** The hint of the description for whoever deploys agents. */
  readonly agent: string;
  readonly groups: readonly string[];
  readonly roles: readonly string[];
  readonly userCount: number;
}

/** The account as it is now. */
export function viewAccount(state: OrganizationState, account: Account): AccountView {
  return {
    id: account.id,
    name: account.name,
    state: account.state,
    isManagementAccount: account.id === state.settings.managementAccountId,
    inOrganization: account.inOrganization,
    parentId: account.inOrganization ? account.parentId : '',
    organizationalUnitPath: account.inOrganization ? unitPath(state, account.parentId) : '',
    agent: account.agent,
    groups: account.groups.items.map((group) => group.groupName),
    roles: account.roles.items.map((role) => role.roleName),
    userCount: account.users.size,
  };
}

/** The user as it is now. */
export function viewUser(accountId: string, user: IamUser): UserView {
  return {
    userName: user.userName,
    userId: user.userId,
    arn: user.arn,
    groups: user.groups.items.map((group) => group.groupName),
    tags: Object.fromEntries(user.tags.items.map((tag) => [tag.key, tag.value])),
    hasPassword: user.loginProfile !== null,
    accessKeys: user.accessKeys.items.map((key) => viewAccessKey(accountId, key)),
  };
}

/** The access key as it is now. */
export function viewAccessKey(accountId: string, key: StoredAccessKey): AccessKeyView {
  const { userName, accessKeyId, status, createdAt } = key;
  return { accountId, userName, accessKeyId, status, createdAt };
}

function unitPath(state: OrganizationState, parentId: string): string {
  const unit = state.organizationalUnits.get(parentId);
  if (unit === undefined) return '/';
  const above = unitPath(state, unit.parentId);
  return `${above === '/' ? '' : above}/${unit.name.replaceAll('/', '\\/')}`;
}

import type { Account } from './account.ts';
import type { PolicyDocument } from '../policy/policy-document.ts';
import { readPolicy } from '../policy/read-policy.ts';
import type { IamGroup, IamRole, IamUser } from './iam-entities.ts';
import type { OrganizationState } from './organization-state.ts';
import { nameKey, SortedIndex } from './sorted-index.ts';

/** What a new user, group or role may be given; names are those of the account's spelling. */
export interface NewEntity {
  readonly name: string;
  readonly path?: string | undefined;
  readonly createdAt?: Date | undefined;
}

/** A role to add. */
export interface NewRole extends NewEntity {
  readonly trustPolicy: PolicyDocument;
  readonly policies: readonly PolicyDocument[];
  /** An hour if left out. */
  readonly maxSessionSeconds?: number | undefined;
}

// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
const DEFAULT_SESSION_SECONDS = 3600;

/** Adds a user without groups, keys, tags or password. */
export function addUser(
  state: OrganizationState,
  account: Account,
  user: NewEntity & { readonly policies?: readonly PolicyDocument[] | undefined },
): IamUser {
  const path = user.path ?? '/';
  for (const policy of user.policies ?? []) readPolicy(policy, 'identity', `user ${user.name}`);
  const added: IamUser = {
    userName: user.name,
    path,
    userId: state.identifiers.uniqueId('AIDA', account.id, nameKey(user.name), String(user.createdAt?.getTime() ?? '')),
    arn: `arn:aws:iam::${account.id}:user${path}${user.name}`,
    createdAt: user.createdAt ?? state.clock(),
    tags: new SortedIndex((tag) => nameKey(tag.key)),
    groups: new SortedIndex((group) => nameKey(group.groupName)),
    accessKeys: new SortedIndex((key) => `${key.createdAt.toISOString()} ${key.accessKeyId}`),
    policies: user.policies ?? [],
    loginProfile: null,
    mfaActive: false,
    serviceSpecificCredentials: [],
  };
  account.users.put(added);
  return added;
}

/** Takes a user away, with its keys and memberships. */
export function removeUser(state: OrganizationState, account: Account, user: IamUser): void {
  for (const key of user.accessKeys.items) state.accessKeyOwners.delete(key.accessKeyId);
  for (const group of user.groups.items) group.members.delete(nameKey(user.userName));
  account.users.delete(nameKey(user.userName));
}

/** Adds an empty group. */
export function addGroup(state: OrganizationState, account: Account, group: NewEntity): IamGroup {
  const path = group.path ?? '/';
  const added: IamGroup = {
    groupName: group.name,
    path,
    groupId: state.identifiers.uniqueId('AGPA', account.id, nameKey(group.name)),
    arn: `arn:aws:iam::${account.id}:group${path}${group.name}`,
    createdAt: group.createdAt ?? state.clock(),
    members: new SortedIndex((user) => nameKey(user.userName)),
  };
  account.groups.put(added);
  return added;
}

/** Makes a user a member of a group. */
export function joinGroup(user: IamUser, group: IamGroup): void {
  group.members.put(user);
  user.groups.put(group);
}

/** Ends a membership. */
export function leaveGroup(user: IamUser, group: IamGroup): void {
  group.members.delete(nameKey(user.userName));
  user.groups.delete(nameKey(group.groupName));
}

/** Adds a role, replacing one of the same name. Throws `policy-unsupported` for a policy that cannot be evaluated. */
export function addRole(state: OrganizationState, account: Account, role: NewRole): IamRole {
  const path = role.path ?? '/';
  readPolicy(role.trustPolicy, 'trust', `trust policy of ${role.name}`);
  for (const policy of role.policies) readPolicy(policy, 'identity', `role ${role.name}`);
  const added: IamRole = {
    roleName: role.name,
    path,
    roleId: state.identifiers.uniqueId('AROA', account.id, nameKey(role.name)),
    arn: `arn:aws:iam::${account.id}:role${path}${role.name}`,
    createdAt: role.createdAt ?? state.clock(),
    trustPolicy: role.trustPolicy,
    policies: role.policies,
    maxSessionSeconds: role.maxSessionSeconds ?? DEFAULT_SESSION_SECONDS,
  };
  account.roles.put(added);
  return added;
}

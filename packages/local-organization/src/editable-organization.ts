import { momentOf } from './description/age.ts';
import type { MembershipChange } from './cloudformation/stack-sets/auto-deployment.ts';
import { buildAccount } from './description/build.ts';
import { ReadableOrganization } from './readable-organization.ts';
import { addUnit, renameUnit } from './state/organizational-units.ts';
import { buildUser } from './description/people.ts';
import type { AccountDescription, UserDescription } from './description/schema.ts';
import { LocalOrganizationError } from './error.ts';
import type { PolicyDocument } from './policy/policy-document.ts';
import { identityPolicies, trustPolicy } from './policy/short-lists.ts';
import type { Denial, TrustedPrincipal } from './policy/short-lists.ts';
import { accessKeyOf, addAccessKey, removeAccessKey } from './state/access-keys.ts';
import type { NewAccessKey } from './state/access-keys.ts';
import { addGroup, addRole, joinGroup, leaveGroup, removeUser } from './state/iam-directory.ts';
import type { IamGroup, IamUser, StoredAccessKey } from './state/iam-entities.ts';
import type { Account } from './state/account.ts';
import type { OrganizationState } from './state/organization-state.ts';
import { nameKey } from './state/sorted-index.ts';
import { addTopic } from './state/topics.ts';
import type { CreatedTopic, NewTopic } from './state/topics.ts';

/** A user, addressed. */
export interface UserAddress {
  readonly accountId: string;
  readonly userName: string;
}

/** A role to put in place, by short lists, by documents, or by both. */
export interface RoleDefinition {
  readonly accountId: string;
  readonly roleName: string;
  /** In place of what `trusts` means. */
  readonly trustPolicy?: PolicyDocument;
  /** Beside what `allows` and `denies` mean. */
  readonly policies?: readonly PolicyDocument[];
  readonly trusts?: readonly TrustedPrincipal[];
  readonly allows?: readonly string[];
  readonly denies?: readonly Denial[];
}

/**
 * What tests and the demo change behind AWS's back: directly in the state, neither authorized nor journaled. Where accounts
 * join, move or leave, the state has changed when the call returns, and the promise resolves when StackSets have followed.
 */
export abstract class EditableOrganization extends ReadableOrganization {
  readonly #state: OrganizationState;

  constructor(state: OrganizationState) {
    super(state);
    this.#state = state;
  }

  /** Lets StackSets follow an account that joined, moved or left. */
  protected abstract followMembership(change: MembershipChange): Promise<void>;

  /**
   * Adds an account under a parent id (the root if left out). One that had left comes back with all that is in it; of its
   * description only the id and `joined` count then.
   */
  addAccount(description: AccountDescription, parentId = this.#state.settings.rootId): Promise<void> {
    const state = this.#state;
    const former = state.accounts.get(description.id);
    if (former?.inOrganization === true) throw exists(`account ${description.id}`);
    this.#checkParent(parentId);
    if (former !== undefined) {
      const now = state.clock();
      former.joinedAt = description.joined === undefined ? now : momentOf(description.joined, now);
      former.parentId = parentId;
      state.addAccount(former);
    }
    const account = former ?? buildAccount(state, description, parentId);
    return this.followMembership({ account, from: [], to: state.parentIds(parentId) });
  }

  /** Moves an account to another organizational unit or the root. */
  moveAccount(accountId: string, parentId: string): Promise<void> {
    this.#checkParent(parentId);
    const account = this.#member(accountId);
    const from = this.#state.parentIds(account.parentId);
    this.#state.moveAccount(account, parentId);
    return this.followMembership({ account, from, to: this.#state.parentIds(parentId) });
  }

  /** Takes an account out of the organization. It goes on existing, with all that is in it, and may be added again. */
  removeAccount(accountId: string): Promise<void> {
    const account = this.#member(accountId);
    if (accountId === this.#state.settings.managementAccountId) {
      throw new LocalOrganizationError('management-account-stays', `${accountId} is the management account.`);
    }
    const from = this.#state.parentIds(account.parentId);
    this.#state.removeAccount(account);
    return this.followMembership({ account, from, to: [] });
  }

  /** Adds an organizational unit under a parent id (the root if left out); its id. */
  addOrganizationalUnit(name: string, parentId = this.#state.settings.rootId): string {
    this.#checkParent(parentId);
    return addUnit(this.#state, name, parentId).id;
  }

  /** Gives an organizational unit another name; its id stays. */
  renameOrganizationalUnit(id: string, name: string): void {
    renameUnit(this.#state, id, name);
  }

  /** Suspends an account: none of its principals can sign, and none of its roles can be assumed. */
  suspendAccount(accountId: string): void {
    this.setAccountState(accountId, 'SUSPENDED');
  }

  /** Sets `Account.State`, for example `ACTIVE`. */
  setAccountState(accountId: string, accountState: string): void {
    this.#state.account(accountId).state = accountState;
  }

  /** Adds a user as a description would. */
  addUser(accountId: string, description: UserDescription): void {
    const account = this.#state.account(accountId);
    if (account.user(description.name) !== undefined) throw exists(`user ${description.name}`);
    buildUser(this.#state, account, description);
  }

  /** Takes a user away with keys and memberships. */
  deleteUser(address: UserAddress): void {
    removeUser(this.#state, this.#state.account(address.accountId), this.#user(address));
  }

  /** Adds a group. */
  addGroup(accountId: string, groupName: string): void {
    const account = this.#state.account(accountId);
    if (account.group(groupName) !== undefined) throw exists(`group ${groupName}`);
    addGroup(this.#state, account, { name: groupName });
  }

  /** Takes a group away; its members stay users. */
  deleteGroup(accountId: string, groupName: string): void {
    const group = this.#group(accountId, groupName);
    // A copy: leaving shortens the list.
    for (const user of group.members.items.slice()) leaveGroup(user, group);
    this.#state.account(accountId).groups.delete(nameKey(groupName));
  }

  /** Makes a user a member of a group. */
  addUserToGroup(address: UserAddress, groupName: string): void {
    joinGroup(this.#user(address), this.#group(address.accountId, groupName));
  }

  /** Ends a membership. */
  removeUserFromGroup(address: UserAddress, groupName: string): void {
    leaveGroup(this.#user(address), this.#group(address.accountId, groupName));
  }

  /** Gives a user an access key, beyond AWS's two if need be. */
  createAccessKey(address: UserAddress, key: NewAccessKey = {}): StoredAccessKey {
    return addAccessKey(
      this.#state,
      { account: this.#state.account(address.accountId), user: this.#user(address) },
      key,
    );
  }

  /** Takes an access key away. */
  deleteAccessKey(address: UserAddress, accessKeyId: string): void {
    removeAccessKey(this.#state, this.#user(address), this.#key(address, accessKeyId));
  }

  /** Sets the status of an access key, any text. */
  setKeyStatus(address: UserAddress, accessKeyId: string, status: string): void {
    this.#key(address, accessKeyId).status = status;
  }

  /** Sets tags of a user. */
  tagUser(address: UserAddress, tags: Readonly<Record<string, string>>): void {
    for (const [key, value] of Object.entries(tags)) this.#user(address).tags.put({ key, value });
  }

  /** Removes tags of a user. */
  untagUser(address: UserAddress, ...keys: readonly string[]): void {
    for (const key of keys) this.#user(address).tags.delete(nameKey(key));
  }

  /** Gives a user a password, or takes it away. */
  setLoginProfile(address: UserAddress, hasPassword: boolean): void {
    this.#user(address).loginProfile = hasPassword ? { createdAt: this.#state.clock(), lastUsedAt: null } : null;
  }

  /** Puts a role in place of the one of that name, if any. */
  putRole(role: RoleDefinition): void {
    const { trusts = [], allows = [], denies = [], policies = [] } = role;
    addRole(this.#state, this.#state.account(role.accountId), {
      name: role.roleName,
      trustPolicy: role.trustPolicy ?? trustPolicy(trusts, this.#state.settings.id),
      policies: [...identityPolicies({ allows, denies }), ...policies],
    });
  }

  /**
   * Replaces the service control policies of the root, a unit or an account. Each of them has FULL_AWS_ACCESS alone at
   * first, and keeps it only where the list names it.
   */
  setServiceControlPolicies(targetId: string, policies: readonly PolicyDocument[]): void {
    if (!this.#state.isParent(targetId)) this.#state.account(targetId);
    this.#state.serviceControlPolicies.set(targetId, policies);
  }

  /** Makes an SNS topic, encrypted with a key of its own where the policy of that is given; `policy-unsupported` as for buckets. */
  createTopic({ accountId, ...topic }: NewTopic & { readonly accountId: string }): CreatedTopic {
    return addTopic(this.#state, this.#state.account(accountId), topic);
  }

  /** Takes a role away. */
  deleteRole(accountId: string, roleName: string): void {
    if (this.#state.account(accountId).roles.delete(nameKey(roleName))) return;
    throw new LocalOrganizationError('role-unknown', `There is no role ${roleName} in ${accountId}.`);
  }

  #checkParent(parentId: string): void {
    if (this.#state.isParent(parentId)) return;
    throw new LocalOrganizationError('organizational-unit-unknown', `There is no root or unit ${parentId}.`);
  }

  #member(accountId: string): Account {
    const account = this.#state.members.get(accountId);
    if (account !== undefined) return account;
    throw new LocalOrganizationError('account-unknown', `There is no account ${accountId} in the organization.`);
  }

  #user({ accountId, userName }: UserAddress): IamUser {
    const user = this.#state.account(accountId).user(userName);
    if (user !== undefined) return user;
    throw new LocalOrganizationError('user-unknown', `There is no user ${userName} in ${accountId}.`);
  }

  #group(accountId: string, groupName: string): IamGroup {
    const group = this.#state.account(accountId).group(groupName);
    if (group !== undefined) return group;
    throw new LocalOrganizationError('group-unknown', `There is no group ${groupName} in ${accountId}.`);
  }

  #key(address: UserAddress, accessKeyId: string): StoredAccessKey {
    const key = accessKeyOf(this.#state, this.#user(address), accessKeyId);
    if (key !== undefined) return key;
    throw new LocalOrganizationError('access-key-unknown', `${address.userName} has no access key ${accessKeyId}.`);
  }
}

function exists(what: string): LocalOrganizationError {
  return new LocalOrganizationError('already-exists', `There is a ${what} already.`);
}

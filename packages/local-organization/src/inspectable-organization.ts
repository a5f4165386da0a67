import { LocalOrganizationError } from './error.ts';
import { viewAccessKey, viewAccount, viewUser } from './inspection.ts';
import type { AccessKeyView, AccountView, UserView } from './inspection.ts';
import type { OrganizationState } from './state/organization-state.ts';

/** What tests and the demo look at, past AWS: neither authorized nor journaled. */
export class InspectableOrganization {
  readonly #state: OrganizationState;

  constructor(state: OrganizationState) {
    this.#state = state;
  }

  /** The id of the organization: `o-…`. */
  get id(): string {
    return this.#state.settings.id;
  }

  /** The Region everything regional is in. */
  get region(): string {
    return this.#state.settings.region;
  }

  /** The id of the management account. */
  get managementAccountId(): string {
    return this.#state.settings.managementAccountId;
  }

  /** An account as it is now. */
  account(accountId: string): AccountView {
    return viewAccount(this.#state, this.#state.account(accountId));
  }

  /** All accounts, by id. */
  accounts(): readonly AccountView[] {
    return this.#state.accounts.items.map((account) => viewAccount(this.#state, account));
  }

  /** The users of an account, by name. */
  users(accountId: string): readonly UserView[] {
    return this.#state.account(accountId).users.items.map((user) => viewUser(accountId, user));
  }

  /** The access keys of a user, oldest first. */
  accessKeys(accountId: string, userName: string): readonly AccessKeyView[] {
    const user = this.#state.account(accountId).user(userName);
    if (user !== undefined) return viewUser(accountId, user).accessKeys;
    throw new LocalOrganizationError('user-unknown', `There is no user ${userName} in ${accountId}.`);
  }

  /** Every access key of the organization. */
  allAccessKeys(): readonly AccessKeyView[] {
    return [...this.#state.accessKeyOwners.values()].map(({ account, key }) => viewAccessKey(account.id, key));
  }
}

import { stackNamed, viewStack, viewStackInstances } from './cloudformation/stack-view.ts';
import type { StackInstanceView, StackView } from './cloudformation/stack-view.ts';
import { activeStacks } from './cloudformation/stacks/find-stack.ts';
import { LocalOrganizationError } from './error.ts';
import { viewAccessKey, viewAccount, viewUser } from './inspection.ts';
import type { AccessKeyView, AccountView, UserView } from './inspection.ts';
import type { BusEvent } from './state/bus-event.ts';
import type { OrganizationState } from './state/organization-state.ts';
import type { PublishedMessage } from './state/topic.ts';

/** What tests and the demo look at: the state as it is, neither authorized nor journaled. */
export class ReadableOrganization {
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

  /** All accounts, by id; those that have left too. */
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

  /** The value of an SSM parameter; undefined where there is none. */
  parameter(accountId: string, name: string): string | undefined {
    return this.#state.account(accountId).parameters.get(name)?.value;
  }

  /** What a topic took, oldest first; `topic-unknown` where there is no such topic. */
  published(topicArn: string): readonly PublishedMessage[] {
    const topic = this.#state.accounts.get(topicArn.split(':')[4] ?? '')?.topics.get(topicArn);
    if (topic !== undefined) return topic.published;
    throw new LocalOrganizationError('topic-unknown', `There is no topic ${topicArn}.`);
  }

  /** What the default event buses of all accounts took, oldest first. */
  events(): readonly BusEvent[] {
    return this.#state.events;
  }

  /** A stack by its name, or also a deleted one by its id. */
  stack(accountId: string, stackName: string): StackView {
    return viewStack(stackNamed(this.#state.account(accountId), stackName));
  }

  /** The stacks of an account that are there, the newest first. */
  stacks(accountId: string): readonly StackView[] {
    return activeStacks(this.#state.account(accountId)).map(viewStack);
  }

  /** What a StackSet has in each account, by account id. */
  stackInstances(stackSetName: string): readonly StackInstanceView[] {
    return viewStackInstances(this.#state, stackSetName);
  }
}

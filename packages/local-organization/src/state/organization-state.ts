import { LocalOrganizationError } from '../error.ts';
import type { Clock, OrganizationClock } from '../clock.ts';
import type { Account } from './account.ts';
import type { Bucket } from './bucket.ts';
import type { BusEvent } from './bus-event.ts';
import { EventualConsistency } from './eventual-consistency.ts';
import type { IamUser, StoredAccessKey } from './iam-entities.ts';
import type { Identifiers } from './identifiers.ts';
import type { OrganizationalUnit } from './organizational-unit.ts';
import type { NextScheduledTime, SchedulerDelivery } from './schedule.ts';
import { ServiceControlPolicies } from './service-control-policies.ts';
import type { RoleSession } from './session.ts';
import type { StackSet } from './stack-set.ts';
import { nameKey, SortedIndex } from './sorted-index.ts';

/** What is fixed for the life of an organization. */
export interface OrganizationSettings {
  readonly id: string;
  readonly rootId: string;
  readonly managementAccountId: string;
  /** Accounts besides the management account that may read the organization. */
  readonly delegatedAdministratorIds: ReadonlySet<string>;
  readonly region: string;
  /** Leaves `Paths` and `Path` out of accounts and units, as Organizations did before 2026-03-31. */
  readonly omitPaths: boolean;
  /** Answers an Invoke of another account's missing function with AccessDenied instead of ResourceNotFound. */
  readonly hideMissingFunctions: boolean;
  /** Reads cron expressions; null where nobody said how. */
  readonly nextScheduledTime: NextScheduledTime | null;
}

/** Whose key an access key id is. */
export interface AccessKeyOwner {
  readonly account: Account;
  readonly user: IamUser;
  readonly key: StoredAccessKey;
}

/** Everything the organization holds. */
export class OrganizationState {
  readonly settings: OrganizationSettings;
  /** The present: `time`, asked. */
  readonly clock: Clock;
  readonly time: OrganizationClock;
  readonly identifiers: Identifiers;
  /** Every account there is, also those that have left. */
  readonly accounts = new SortedIndex<Account>((account) => account.id);
  /** The accounts that are in the organization. */
  readonly members = new SortedIndex<Account>((account) => account.id);
  readonly organizationalUnits = new SortedIndex<OrganizationalUnit>((unit) => unit.id);
  readonly #accountsByParent = new Map<string, SortedIndex<Account>>();
  readonly #keysEverMade = new Map<string, number>();
  readonly #unitsByParent = new Map<string, SortedIndex<OrganizationalUnit>>();
  readonly serviceControlPolicies = new ServiceControlPolicies();
  /** The service-managed StackSets, by name: all of them are the management account's. */
  readonly stackSets = new Map<string, StackSet>();
  readonly buckets = new Map<string, Bucket>();
  readonly sessions = new Map<string, RoleSession>();
  readonly accessKeyOwners = new Map<string, AccessKeyOwner>();
  readonly eventualConsistency = new EventualConsistency();
  /** Every delivery of a schedule that was tried, oldest first. */
  readonly schedulerDeliveries: SchedulerDelivery[] = [];
  /** What the default event buses of all accounts took, oldest first. */
  readonly events: BusEvent[] = [];

  constructor(settings: OrganizationSettings, time: OrganizationClock, identifiers: Identifiers) {
    this.settings = settings;
    this.time = time;
    this.clock = () => time.now();
    this.identifiers = identifiers;
  }

  /** Which access key of a user is made next, counted from 0 and never twice, so that no key id ever returns. */
  nextKeyNumber(accountId: string, userName: string): number {
    const holder = `${accountId}/${nameKey(userName)}`;
    const number = this.#keysEverMade.get(holder) ?? 0;
    this.#keysEverMade.set(holder, number + 1);
    return number;
  }

  /** An account that must exist. */
  account(accountId: string): Account {
    const account = this.accounts.get(accountId);
    if (account === undefined) throw new LocalOrganizationError('account-unknown', `There is no account ${accountId}.`);
    return account;
  }

  /** Adds an account under its parent. */
  addAccount(account: Account): void {
    account.inOrganization = true;
    this.accounts.put(account);
    this.members.put(account);
    this.accountsIn(account.parentId).put(account);
  }

  /** Lets an account leave the organization; it goes on existing. */
  removeAccount(account: Account): void {
    account.inOrganization = false;
    this.members.delete(account.id);
    this.accountsIn(account.parentId).delete(account.id);
  }

  /** Moves an account to another parent. */
  moveAccount(account: Account, parentId: string): void {
    this.accountsIn(account.parentId).delete(account.id);
    account.parentId = parentId;
    this.accountsIn(parentId).put(account);
  }

  /** Adds an organizational unit under its parent. */
  addOrganizationalUnit(unit: OrganizationalUnit): void {
    this.organizationalUnits.put(unit);
    this.unitsIn(unit.parentId).put(unit);
  }

  /** The accounts directly under the root or a unit. */
  accountsIn(parentId: string): SortedIndex<Account> {
    return entryOf(this.#accountsByParent, parentId, () => new SortedIndex((account) => account.id));
  }

  /** The units directly under the root or a unit. */
  unitsIn(parentId: string): SortedIndex<OrganizationalUnit> {
    return entryOf(this.#unitsByParent, parentId, () => new SortedIndex((unit) => unit.id));
  }

  /** Whether an id is the root's or an organizational unit's. */
  isParent(id: string): boolean {
    return id === this.settings.rootId || this.organizationalUnits.get(id) !== undefined;
  }

  /** The id path of an account or unit from the organization down: `o-…/r-…/ou-…`. */
  idPath(parentId: string): string {
    return [this.settings.id, ...this.parentIds(parentId)].join('/');
  }

  /** The root, and the units down to the given one. */
  parentIds(parentId: string): readonly string[] {
    const { rootId } = this.settings;
    const ids: string[] = [];
    for (let at = parentId; at !== rootId; at = this.#parentOf(at)) ids.unshift(at);
    return [rootId, ...ids];
  }

  #parentOf(unitId: string): string {
    const unit = this.organizationalUnits.get(unitId);
    if (unit !== undefined) return unit.parentId;
    throw new LocalOrganizationError('organizational-unit-unknown', `There is no organizational unit ${unitId}.`);
  }
}

function entryOf<T>(map: Map<string, T>, key: string, make: () => T): T {
  const existing = map.get(key);
  if (existing !== undefined) return existing;
  const made = make();
  map.set(key, made);
  return made;
}

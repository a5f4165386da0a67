import type { Clock, OrganizationSnapshot } from '@keysweep/core';
import { byKind, type ByKind } from '../model/by-kind.ts';
import { BEGINNING, type Condition, type JoiningAccount, type SeenKey, type WorldEvent } from '../model/world.ts';
import { MemberInMemory } from './member.ts';
import type { StacksInMemory } from './stacks.ts';

type OrganizationEvent = Exclude<WorldEvent, { kind: 'turn-switch' | 'stack-instances' | 'pass-time' }>;

const EXEMPT = { key: 'keysweep-exempt', value: 'on call' };

/** An organization in memory to which things happen, with StackSets that follow at once. */
export class OrganizationInMemory {
  readonly #units = new Map<string, { name: string; parentId: string }>();
  readonly #members = new Map<string, MemberInMemory>();
  readonly #former = new Map<string, MemberInMemory>();
  readonly #stacks: StacksInMemory;
  readonly #clock: Clock;
  readonly #acts: ByKind<OrganizationEvent, null, void> = {
    join: ({ account }) => this.#join(account),
    rejoin: ({ accountId, ...how }) => this.#rejoin(accountId, how),
    leave: ({ accountId }) => this.#leave(accountId),
    move: ({ accountId, unit }) => void Object.assign(this.member(accountId), { unit }),
    'set-state': ({ accountId, state }) => void Object.assign(this.member(accountId), { state }),
    'create-unit': ({ unit, name, parent }) => void this.#units.set(unit, { name, parentId: parent }),
    'rename-unit': ({ unit, name }) => void Object.assign(this.#units.get(unit) ?? {}, { name }),
    condition: ({ accountId, condition }) => this.#setCondition(accountId, condition),
    'new-keys': ({ keys }) => keys.forEach((key) => this.member(key.accountId).makeKey(key, this.#clock.now())),
    'reactivate-key': ({ key }) => this.member(key.accountId).reactivate(key),
    'exempt-user': ({ accountId, userName }) => this.member(accountId).tag(userName, EXEMPT),
    'regroup-user': ({ accountId, userName, groups }) => this.member(accountId).regroup(userName, groups),
  };

  constructor(stacks: StacksInMemory, clock: Clock) {
    this.#stacks = stacks;
    this.#clock = clock;
  }

  act(event: OrganizationEvent): void {
    byKind(this.#acts, event, null);
  }

  /** An account that is there, or was. */
  member(accountId: string): MemberInMemory {
    const member = this.#members.get(accountId) ?? this.#former.get(accountId);
    if (member === undefined) throw new TypeError(`no account ${accountId}`);
    return member;
  }

  snapshot(): OrganizationSnapshot {
    const { organizationId: id, managementAccountId, rootId } = BEGINNING;
    const organizationalUnits = [...this.#units].map(([unit, rest]) => ({ id: unit, ...rest }));
    const accounts = [...this.#members.values()].map((member) => member.listed());
    return { id, managementAccountId, rootId, organizationalUnits, accounts };
  }

  keys(): SeenKey[] {
    return [...this.#members.values(), ...this.#former.values()].flatMap((member) => member.keys());
  }

  #join(account: JoiningAccount): void {
    this.#members.set(account.id, new MemberInMemory(account, this.#clock.now()));
    this.#setCondition(account.id, account.condition);
  }

  #leave(accountId: string): void {
    this.#stacks.delete(accountId);
    this.#former.set(accountId, this.member(accountId));
    this.#members.delete(accountId);
  }

  #rejoin(accountId: string, { unit, condition }: { unit: string; condition: Condition }): void {
    this.#members.set(accountId, Object.assign(this.member(accountId), { unit }));
    this.#former.delete(accountId);
    this.#setCondition(accountId, condition);
  }

  #setCondition(accountId: string, condition: Condition): void {
    this.#stacks.deploy(Object.assign(this.member(accountId), { condition }));
  }
}

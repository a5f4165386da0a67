import { byKind, type ByKind } from './by-kind.ts';
import { groupsOf, keyId, peopleOf } from './cast.ts';
import type { DrawnAccount, DrawnHappening } from './drawn.ts';
import type { Model } from './model.ts';
import { depthOf, isManagement, type Account, type Organization } from './organization.ts';
import { BEGINNING, type JoiningAccount, type KeyPlace, type WorldEvent } from './world.ts';

/** AWS nests OUs five deep. https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html */
const DEEPEST = 5;
const DAY = 86_400_000;

/** What comes of a drawn happening in the organization there is; null where it cannot be, or would change nothing. */
export function eventOf(drawn: DrawnHappening, model: Model): WorldEvent | null {
  return byKind(HAPPENINGS, drawn, model);
}

const HAPPENINGS: ByKind<DrawnHappening, Model, WorldEvent | null> = {
  join: (drawn, model) => ({ kind: 'join', account: joining(drawn, model) }),
  rejoin: ({ account, unit, condition }, model) =>
    about(account, [...model.former.values()], ({ id }) => {
      return { kind: 'rejoin', accountId: id, unit: pickUnit(unit, model), condition };
    }),
  move: ({ account, unit }, model) =>
    about(account, membersOf(model), ({ id, unit: from }) => {
      const to = pickUnit(unit, model);
      return from === to ? null : { kind: 'move', accountId: id, unit: to };
    }),
  leave: ({ account }, model) => about(account, membersOf(model), ({ id }) => ({ kind: 'leave', accountId: id })),
  suspend: ({ account, state }, model) =>
    about(account, membersOf(model).filter(isActive), ({ id }) => ({ kind: 'set-state', accountId: id, state })),
  reopen: ({ account }, model) =>
    about(
      account,
      membersOf(model).filter((each) => !isActive(each)),
      ({ id }) => {
        return { kind: 'set-state', accountId: id, state: 'ACTIVE' };
      },
    ),
  'create-unit': (drawn, model) => createUnit(drawn, model),
  'rename-unit': ({ unit, name }, model) => {
    const renamed = pick(
      unit,
      [...model.units.values()].filter(({ parent }) => parent !== null),
    );
    if (renamed === undefined || renamed.parent === null) return null;
    return { kind: 'rename-unit', unit: renamed.id, name: freeName(name, renamed.parent, model) };
  },
  pause: ({ text }, model) => (model.switchText === text ? null : { kind: 'turn-switch', text }),
  unpause: (_, model) => (model.switchIsOn() ? null : { kind: 'turn-switch', text: 'enabled' }),
  ail: ({ account, condition }, model) =>
    about(account, [...model.accounts.values()], ({ id, condition: before }) => {
      return before === condition ? null : { kind: 'condition', accountId: id, condition };
    }),
  mend: ({ account }, model) =>
    about(
      account,
      [...model.accounts.values()].filter(({ condition }) => condition !== 'working'),
      ({ id }) => {
        return { kind: 'condition', accountId: id, condition: 'working' };
      },
    ),
  blind: (_, model) => (model.stackInstancesReadable ? { kind: 'stack-instances', readable: false } : null),
  'see-again': (_, model) => (model.stackInstancesReadable ? null : { kind: 'stack-instances', readable: true }),
  'new-keys': ({ account }, model) => about(account, membersOf(model), (each) => newKeys([each], model)),
  'everybody-makes-keys': (_, model) => newKeys([...model.accounts.values()], model),
  'reactivate-key': ({ key }, model) => {
    const inactive = model.keys().filter((each) => each.status === 'Inactive' && model.accounts.has(each.accountId));
    const picked = pick(key, inactive);
    return picked === undefined ? null : { kind: 'reactivate-key', key: picked };
  },
  'exempt-user': ({ account, user }, model) =>
    about(account, membersOf(model).filter(isInhabited), ({ id, people }) => {
      return { kind: 'exempt-user', accountId: id, userName: pick(user, people)?.name ?? '' };
    }),
  'regroup-user': ({ account, user, groups }, model) =>
    about(account, membersOf(model).filter(isInhabited), ({ id, people }) => {
      return { kind: 'regroup-user', accountId: id, userName: pick(user, people)?.name ?? '', groups };
    }),
  'pass-time': ({ days }) => ({ kind: 'pass-time', milliseconds: days * DAY }),
};

/** One of those there are, counted round and round. */
export function pick<T>(ordinal: number, all: readonly T[]): T | undefined {
  return all[ordinal % all.length];
}

/** The account that is drawn, with an id of its own. */
export function joining({ unit, people, bare, condition }: DrawnAccount, model: Model): JoiningAccount {
  const number = model.accounts.size + model.former.size;
  const id = `2${String(number).padStart(11, '0')}`;
  return {
    id,
    name: `Account ${number}`,
    unit: pickUnit(unit, model),
    groups: groupsOf(bare),
    people: peopleOf(people, { id, bare }),
    condition,
  };
}

/** An OU under one of those that may have another below them. */
export function createUnit({ parent, name }: { parent: number; name: string }, model: Model): WorldEvent {
  const parents = [...model.units.keys()].filter((id) => depthOf(id, model) < DEEPEST);
  const under = pick(parent, parents) ?? BEGINNING.rootId;
  const unit = `ou-roll-${String(model.units.size).padStart(8, '0')}`;
  return { kind: 'create-unit', unit, name: freeName(name, under, model), parent: under };
}

function about(
  ordinal: number,
  accounts: readonly Account[],
  event: (account: Account) => WorldEvent | null,
): WorldEvent | null {
  const account = pick(ordinal, accounts);
  return account === undefined ? null : event(account);
}

/** The management account neither leaves nor moves, nor is it suspended. */
function membersOf({ accounts }: Organization): Account[] {
  return [...accounts.values()].filter((account) => !isManagement(account));
}

function isActive({ state }: Account): boolean {
  return state === 'ACTIVE';
}

function isInhabited({ people }: Account): boolean {
  return people.length > 0;
}

function pickUnit(ordinal: number, { units }: Organization): string {
  return pick(ordinal, [...units.keys()]) ?? BEGINNING.rootId;
}

/** No two OUs under one parent have the same name. */
function freeName(name: string, parent: string, { units }: Organization): string {
  const taken = new Set([...units.values()].filter((unit) => unit.parent === parent).map((unit) => unit.name));
  let free = name;
  for (let number = 2; taken.has(free); number += 1) free = `${name} ${number}`;
  return free;
}

/** Everybody there who has room for it makes a key; IAM gives a user two at most. */
function newKeys(accounts: readonly Account[], model: Model): WorldEvent | null {
  const keys = accounts.flatMap(({ id: accountId, people }) =>
    people
      .filter((person) => person.keys.length < 2)
      .map(({ name: userName }): KeyPlace => {
        return { accountId, userName, accessKeyId: keyId(accountId, userName, model.nextKeyNumber()) };
      }),
  );
  return keys.length === 0 ? null : { kind: 'new-keys', keys };
}

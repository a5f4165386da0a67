import type { ByKind } from './by-kind.ts';
import type { Model } from './model.ts';
import type { Account, Person } from './organization.ts';
import type { JoiningAccount, WorldEvent } from './world.ts';

const DAY = 86_400_000;

/** What an event does to the model. */
export const EFFECTS: ByKind<WorldEvent, Model, void> = {
  join: ({ account }, model) => void model.accounts.set(account.id, accountOf(account, model.now)),
  rejoin: ({ accountId, unit, condition }, model) => {
    model.accounts.set(accountId, Object.assign(model.account(accountId), { unit, condition }));
    model.former.delete(accountId);
  },
  leave: ({ accountId }, model) => {
    model.former.set(accountId, Object.assign(model.account(accountId), { condition: 'no-stack' }));
    model.accounts.delete(accountId);
  },
  move: ({ accountId, unit }, model) => void Object.assign(model.account(accountId), { unit }),
  'set-state': ({ accountId, state }, model) => void Object.assign(model.account(accountId), { state }),
  'create-unit': ({ unit: id, name, parent }, model) => void model.units.set(id, { id, name, parent }),
  'rename-unit': ({ unit, name }, model) => void Object.assign(model.units.get(unit) ?? {}, { name }),
  'turn-switch': ({ text }, model) => void (model.switchText = text),
  'stack-instances': ({ readable }, model) => void (model.stackInstancesReadable = readable),
  condition: ({ accountId, condition }, model) => void Object.assign(model.account(accountId), { condition }),
  'new-keys': ({ keys }, model) => {
    for (const place of keys)
      personAt(place, model).keys.push({ id: place.accessKeyId, status: 'Active', createdAt: model.now });
  },
  'reactivate-key': ({ key: place }, model) => {
    for (const key of personAt(place, model).keys) if (key.id === place.accessKeyId) key.status = 'Active';
  },
  'exempt-user': (place, model) => {
    personAt(place, model).tags = [{ key: 'keysweep-exempt', value: 'on call' }];
  },
  'regroup-user': ({ groups, ...place }, model) => void (personAt(place, model).groups = groups),
  'pass-time': ({ milliseconds }, model) => void (model.now += milliseconds),
};

function accountOf({ people, ...rest }: JoiningAccount, now: number): Account {
  return {
    ...rest,
    people: people.map((person) => ({
      ...person,
      keys: person.keys.map(({ id, status, ageDays }) => ({ id, status, createdAt: now - ageDays * DAY })),
    })),
    state: 'ACTIVE',
    ledger: new Map(),
  };
}

function personAt({ accountId, userName }: { accountId: string; userName: string }, model: Model): Person {
  const person = model.account(accountId).people.find(({ name }) => name === userName);
  if (person === undefined) throw new TypeError(`the model has no ${userName} in ${accountId}`);
  return person;
}

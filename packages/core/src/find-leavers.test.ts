import { describe, expect, it } from 'vitest';
import { findLeavers, type Past } from './find-leavers.ts';
import type { UserDetail } from './iam-user.ts';
import type { LookBefore } from './look-before.ts';
import { aFailure, aUser, before as agesAgo, DAY, keyId, userId } from './testing/account.ts';
import { TUESDAY } from './testing/later-audit.ts';
import { aPlannedKey, aPlannedUser, observationOf, planOf } from './testing/plan.ts';

const outsider = (overrides: Partial<UserDetail> = {}): UserDetail => aUser({ groups: [], ...overrides });
const seen = (userName: string, number = 1) => ({ accessKeyId: keyId(number), userName, createdAt: null });
const recordOf = (...users: Parameters<typeof aPlannedUser>) => planOf([], { users: [aPlannedUser(...users)] });

function aLookBefore(overrides: Partial<LookBefore> = {}): LookBefore {
  return { takenAt: TUESDAY, live: [], leftScope: [], groups: [], ...overrides };
}

/** Who has left, of an account in which these users are in no group by now, and everybody could be read. */
function leaversAmong(users: readonly UserDetail[], past: Partial<Past>): readonly string[] {
  const details = { users, groupNames: [], failure: null };
  const observation = observationOf([], { details, users: [] });
  return findLeavers({ record: null, before: null, ...past }, observation).map(({ userName }) => userName);
}

describe('whoever the record had in scope', () => {
  it.each<[string, UserDetail[], Partial<Past>, string[]]>([
    ['has left it, keys or no keys', [outsider()], { record: recordOf({ keys: 0 }) }, ['ada']],
    ['has left it under another name', [outsider({ userName: 'eve' })], { record: recordOf() }, ['eve']],
    [
      'has left it, if exempt then',
      [outsider()],
      { record: recordOf({ exemption: { by: 'tag', reason: '', owner: null, until: null } }) },
      ['ada'],
    ],
    ['is gone', [], { record: recordOf() }, []],
    ['is gone, and another has the name', [outsider({ userId: userId(7) })], { record: recordOf() }, []],
    ['has left it, if known by name alone', [outsider()], { record: recordOf({ userId: null }) }, ['ada']],
    ['is gone, if known by name alone', [], { record: recordOf({ userId: null }) }, []],
  ])('%s', (_what, users, past, names) => {
    expect(leaversAmong(users, past)).toEqual(names);
  });

  it('has not left where a read puts them into a group', () => {
    expect(findLeavers({ record: recordOf(), before: null }, observationOf([aUser({ userName: 'Ada' })]))).toEqual([]);
  });
});

describe('whoever the look before saw', () => {
  it.each<[string, UserDetail[], Partial<LookBefore>, string[]]>([
    ['in scope has left it', [outsider()], { live: [seen('Ada')] }, ['Ada']],
    ['out of scope is so still', [outsider()], { leftScope: [seen('ada')] }, ['ada']],
    ['is gone', [], { live: [seen('ada')] }, []],
    [
      'is gone, and another was made under the name',
      [outsider({ createdAt: agesAgo(-9 * DAY) })],
      { live: [seen('ada')] },
      [],
    ],
    [
      'may be the one of that name whose age is not known',
      [outsider({ createdAt: null })],
      { live: [seen('ada')] },
      ['ada'],
    ],
    [
      'is one, if the listing names two',
      [outsider(), outsider({ userId: userId(2) })],
      { live: [seen('ada')] },
      ['ada'],
    ],
  ])('%s', (_what, users, before, names) => {
    expect(leaversAmong(users, { before: aLookBefore(before) })).toEqual(names);
  });

  it('is followed by the id that the record has with their key, and told once, with every key', () => {
    const record = planOf([aPlannedKey({ decision: 'keep' })]);
    const before = aLookBefore({ live: [seen('ada'), seen('eve', 2)] });
    const details = { users: [outsider({ userName: 'eve' })], groupNames: [], failure: null };
    expect(findLeavers({ record, before }, observationOf([], { details }))).toEqual([
      { userName: 'eve', keysBefore: [seen('ada'), seen('eve', 2)] },
    ]);
  });
});

it('where not everybody could be read, only those count who had left before, by the name they had', () => {
  const before = aLookBefore({ live: [seen('ada')], leftScope: [seen('bob', 2), seen('cat', 3)] });
  const record = planOf([aPlannedKey({ accessKeyId: keyId(3), userId: userId(3) })]);
  const details = { users: [], groupNames: [], failure: aFailure() };
  expect(findLeavers({ record, before }, observationOf([], { details }))).toEqual([
    { userName: 'bob', keysBefore: [seen('bob', 2)] },
    { userName: 'cat', keysBefore: [seen('cat', 3)] },
  ]);
});

it('nobody has left an account of which nothing was known', () => {
  expect(leaversAmong([outsider()], {})).toEqual([]);
});

import { describe, expect, it } from 'vitest';
import { collectLater, unknownsAmong } from './collect-later.ts';
import { MemoryAccount } from './memory/account.ts';
import { unboundedPace } from './memory/pace.ts';
import { aFailure, anAccessKey, AS_OF, keyId, userId } from './testing/account.ts';
import { aPlannedKey, planOf } from './testing/plan.ts';
import { rulesOf } from './testing/rules.ts';
import { NEXT_DUE } from './testing/later-audit.ts';

const policy = { rules: rulesOf({ groups: ['Developers'] }), nextDue: new Date(NEXT_DUE) };
const ada = { userName: 'ada', userId: userId(), keys: [anAccessKey()] };

async function recall(account: MemoryAccount, record = planOf([aPlannedKey()]), inTime = () => true) {
  const past = { record, before: null };
  const { recalled } = await collectLater(past, policy, { reader: account, pace: unboundedPace, inTime });
  return recalled;
}

describe('whoever has left the groups with a key that must go', () => {
  it('is read all the same', async () => {
    const account = new MemoryAccount(['Developers'], [ada]);
    const recalled = await recall(account);
    expect(unknownsAmong(recalled)).toEqual([]);
    expect(recalled).toMatchObject([{ userName: 'ada', accessKeys: { value: [{ accessKeyId: keyId() }] } }]);
  });

  it('is read where the key was kept for being inactive, for it may be active again', async () => {
    const kept = aPlannedKey({ status: 'Inactive', decision: 'keep', rule: 'awaiting-deletion' });
    expect(await recall(new MemoryAccount(['Developers'], [ada]), planOf([kept]))).toHaveLength(1);
  });

  it('is read under the name of today', async () => {
    const account = new MemoryAccount(['Developers'], [{ ...ada, userName: 'eve' }]);
    expect(await recall(account)).toMatchObject([{ userName: 'eve', accessKeys: { state: 'known' } }]);
  });

  it('is not lost behind somebody who has the name now', async () => {
    const account = new MemoryAccount(
      ['Developers'],
      [
        { userName: 'ada', userId: userId(7), groups: ['Developers'] },
        { ...ada, userName: 'eve' },
      ],
    );
    expect((await recall(account)).map(({ userName }) => userName)).toEqual(['eve']);
  });

  it('is read once, whatever the number of keys, and by name where the record has no id', async () => {
    const account = new MemoryAccount(['Developers'], [ada]);
    const record = planOf([aPlannedKey({ userId: null }), aPlannedKey({ userId: null, accessKeyId: keyId(2) })]);
    expect((await recall(account, record)).map(({ userName }) => userName)).toEqual(['ada']);
  });

  it('is not read again who is in a group: the plan’s own reading has the keys', async () => {
    const account = new MemoryAccount(['Developers'], [{ ...ada, groups: ['Developers'] }]);
    expect(await recall(account)).toEqual([]);
    expect(account.calls.filter(({ operation }) => operation === 'iam:ListAccessKeys')).toHaveLength(1);
  });

  it('is absent once deleted', async () => {
    expect(await recall(new MemoryAccount(['Developers'], []))).toEqual([
      { userName: 'ada', accessKeys: { state: 'absent' }, hasLeft: false, keysBefore: [] },
    ]);
  });

  it.each<[string, (account: MemoryAccount) => void, () => boolean, string]>([
    [
      'IAM refuses',
      (account) => (account.failing = ({ operation }) => (operation === 'iam:ListAccessKeys' ? aFailure() : null)),
      () => true,
      'AccessDenied',
    ],
    ['the time is over', () => undefined, () => false, 'OutOfTime'],
  ])('is unknown where %s', async (_what, spoil, inTime, code) => {
    const account = new MemoryAccount(['Developers'], [ada]);
    spoil(account);
    const recalled = await recall(account, planOf([aPlannedKey()]), inTime);
    expect(unknownsAmong(recalled)).toMatchObject([{ concerns: 'access keys of ada', failure: { code } }]);
  });
});

describe('whoever has left the groups with a key that the record lets be', () => {
  const kept = aPlannedKey({ decision: 'keep', rule: 'no-console-access' });
  const seen = { accessKeyId: keyId(2), userName: 'ada', createdAt: null };

  it('is read, and called a leaver', async () => {
    const recalled = await recall(new MemoryAccount(['Developers'], [ada]), planOf([kept]));
    expect(recalled).toMatchObject([{ userName: 'ada', accessKeys: { state: 'known' }, hasLeft: true }]);
  });

  it('is read once, where another key of theirs must go', async () => {
    const account = new MemoryAccount(['Developers'], [ada]);
    const recalled = await recall(account, planOf([kept, aPlannedKey({ accessKeyId: keyId(2) })]));
    expect(recalled).toMatchObject([{ userName: 'ada', hasLeft: true }]);
    expect(account.calls.filter(({ operation }) => operation === 'iam:ListAccessKeys')).toHaveLength(1);
  });

  it('is read where only the look before knows them, with the keys that it saw', async () => {
    const before = { takenAt: AS_OF, live: [seen], leftScope: [], groups: [] };
    const ports = { reader: new MemoryAccount(['Developers'], [ada]), pace: unboundedPace, inTime: () => true };
    const { recalled } = await collectLater({ record: null, before }, policy, ports);
    expect(recalled).toMatchObject([{ userName: 'ada', hasLeft: true, keysBefore: [seen] }]);
  });
});

it('without a record, nobody is recalled and the account is read as for a plan', async () => {
  const account = new MemoryAccount(['Developers'], [{ ...ada, groups: ['Developers'] }]);
  const { observation, recalled } = await collectLater({ record: null, before: null }, policy, {
    reader: account,
    pace: unboundedPace,
    inTime: () => true,
  });
  expect(recalled).toEqual([]);
  expect(unknownsAmong(recalled)).toEqual([]);
  expect(observation.users).toMatchObject([{ userName: 'ada', accessKeys: { state: 'known' } }]);
});

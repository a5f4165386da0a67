import { describe, expect, it } from 'vitest';
import { MemoryAccount } from './memory/index.ts';
import { aFailure, anAccessKey, aUser, keyId, userId } from './testing/account.ts';
import { ADA, applying, failing, INACTIVE, writesOf } from './testing/applying.ts';
import { anOrderedKey } from './testing/order.ts';
import { orderedRules } from './testing/rules.ts';

describe('an order that no longer holds is refused, key by key', () => {
  const exempt = (until: string) => [{ key: 'keysweep-exempt-until', value: until }];
  const machines = orderedRules({ exempt: { groups: [{ name: 'Machines', optional: true }], users: [] } });
  const names = orderedRules({ exempt: { groups: [], users: [{ name: 'Ada', reason: 'r', owner: null }] } });

  it.each([
    [
      'the name has another user now',
      { userId: userId(2) },
      undefined,
      'another user has taken this name since the plan',
    ],
    ['the user has left', { groups: ['Sales'] }, undefined, 'the user has left the configured groups since the plan'],
    [
      'the user has the tag',
      { tags: [{ key: 'KEYSWEEP-exempt', value: '' }] },
      undefined,
      'the user is exempt now (exempt-tag)',
    ],
    [
      'the user is exempt for today',
      { tags: exempt('2026-11-20') },
      undefined,
      'the user is exempt now (exempt-until)',
    ],
    [
      'the user is exempt by a mistake',
      { tags: exempt('soon') },
      undefined,
      'the user is exempt now (exempt-until-invalid)',
    ],
    [
      'the user is in an exempt group',
      { groups: ['Developers', 'MACHINES'] },
      machines,
      'the user is exempt now (exempt-group)',
    ],
    ['the order itself exempts the user', {}, names, 'the user is exempt now (exempt-user)'],
  ])('%s', async (_what, drift, rules, reason) => {
    const account = new MemoryAccount([], [{ ...ADA, ...drift }]);
    const answer = await applying(account, rules === undefined ? {} : { rules });
    expect(answer).toMatchObject({ complete: true, outcomes: [{ outcome: 'refused', reason, verified: null }] });
    expect(account.keysOf('ada')).toEqual([anAccessKey()]);
    expect(writesOf(account)).toEqual([]);
  });

  it('but an exemption that has lapsed is none', async () => {
    const account = new MemoryAccount([], [{ ...ADA, tags: exempt('2026-11-19') }]);
    expect((await applying(account)).outcomes).toMatchObject([{ outcome: 'deleted' }]);
  });
});

describe('what cannot be read again is not attempted', () => {
  it('users, groups and tags', async () => {
    const account = new MemoryAccount([], [ADA]);
    account.failing = failing('iam:GetAccountAuthorizationDetails');
    const answer = await applying(account);
    const reason = 'users, groups and tags could not be read again';
    expect(answer).toMatchObject({
      complete: false,
      outcomes: [{ outcome: 'not-attempted', reason, failure: { code: 'AccessDenied' } }],
    });
    expect(writesOf(account)).toEqual([]);
  });

  it.each([
    ['before deleting an inactive key', { keys: [anOrderedKey({ onlyIfInactive: true })] }],
    ['in a second attempt', { attempt: 2 }],
  ])('the user’s keys, %s', async (_what, order) => {
    const account = new MemoryAccount([], [{ ...ADA, keys: [INACTIVE] }]);
    account.failing = failing('iam:ListAccessKeys');
    const answer = await applying(account, order);
    const reason = 'the user’s keys could not be read again';
    expect(answer).toMatchObject({
      complete: false,
      outcomes: [{ outcome: 'not-attempted', reason, failure: { code: 'AccessDenied' } }],
    });
    expect(account.keysOf('ada')).toEqual([INACTIVE]);
  });

  it('but a user whom a broken listing had named already is', async () => {
    const account = new MemoryAccount([], [ADA]);
    const { items } = await account.authorizationDetails();
    account.authorizationDetails = async () => ({ items, end: { state: 'unknown', failure: aFailure() } });
    const bob = anOrderedKey({ userName: 'bob', userId: userId(2), accessKeyId: keyId(2) });
    const answer = await applying(account, { keys: [anOrderedKey(), bob] });
    expect(answer.outcomes).toMatchObject([{ outcome: 'deleted' }, { outcome: 'not-attempted' }]);
  });
});

describe('a user whom the second bulk read does not show', () => {
  const elsewhere = aUser({ userName: 'grace', userId: userId(9) });
  const unseen = (users = [elsewhere]) => {
    const account = new MemoryAccount([], [ADA]);
    account.authorizationDetails = async () => ({
      items: users.map((user) => ({ kind: 'user', user })),
      end: { state: 'complete' },
    });
    return account;
  };

  it('is not touched while IAM still has the key', async () => {
    const account = unseen();
    const { outcomes } = await applying(account);
    expect(outcomes).toMatchObject([{ outcome: 'refused', reason: 'the account no longer lists the user' }]);
    expect(account.keysOf('ada')).toEqual([anAccessKey()]);
  });

  it('is not touched when the read said that there is nothing to read', async () => {
    const account = new MemoryAccount([], [ADA]);
    account.authorizationDetails = async () => ({ items: [], end: { state: 'absent' } });
    await applying(account);
    expect(account.keysOf('ada')).toEqual([anAccessKey()]);
  });

  it('is not touched when it is listed twice: only one entry may hold the exemption', async () => {
    const account = new MemoryAccount(['Developers'], [ADA]);
    const { items } = await account.authorizationDetails();
    account.authorizationDetails = async () => ({ items: [...items, ...items], end: { state: 'complete' } });
    const { outcomes } = await applying(account);
    expect(outcomes).toMatchObject([
      { outcome: 'refused', reason: 'the account lists the user twice, and differently' },
    ]);
    expect(account.keysOf('ada')).toEqual([anAccessKey()]);
  });

  it('but shows under a new name, has not lost the key', async () => {
    const account = new MemoryAccount([], [{ ...ADA, userName: 'ada.lovelace' }]);
    const { outcomes } = await applying(account);
    expect(account.keysOf('ada.lovelace')).toEqual([anAccessKey()]);
    expect(outcomes).toMatchObject([{ outcome: 'refused' }]);
  });
});

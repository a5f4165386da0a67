import { describe, expect, it } from 'vitest';
import { apply, type ApplyPorts } from './apply.ts';
import { MemoryAccount, MemoryClock, unboundedPace, type MemoryCall, type MemoryUser } from './memory/index.ts';
import type { ApplyOrder, OrderedKey } from './order.ts';
import type { Outcome } from './outcome.ts';
import type { AccessKeyWriter, WriteResult } from './ports.ts';
import { aFailure, anAccessKey, AS_OF, aUser, keyId, userId } from './testing/account.ts';
import { anApplyOrder, anOrderedKey } from './testing/order.ts';
import { ACCOUNT, RUN } from './testing/plan.ts';
import { orderedRules } from './testing/rules.ts';

const ADA: MemoryUser = { userName: 'ada', userId: userId(), groups: ['Developers'], keys: [anAccessKey()] };
const INACTIVE = anAccessKey({ status: 'Inactive' });

/** Applies an order to an account in memory, with some port of one's own. */
function applying(account: MemoryAccount, order: Partial<ApplyOrder> = {}, ports: Partial<ApplyPorts> = {}) {
  const clock = new MemoryClock(AS_OF);
  const all: ApplyPorts = {
    reader: account,
    writer: account,
    pace: unboundedPace,
    clock,
    onOutcome: () => undefined,
    ...ports,
  };
  return apply(anApplyOrder(order), all);
}

const writesOf = ({ calls }: MemoryAccount) =>
  calls.filter(({ operation }) => /Update|Delete/.test(operation)).map(({ operation }) => operation);
const failing = (operation: string) => (call: MemoryCall) =>
  call.operation === operation ? aFailure({ operation }) : null;

/** Does what the account does, and then loses the answer. */
function losingAnswers(account: MemoryAccount, attempts = 1): AccessKeyWriter {
  const lose = async (done: Promise<WriteResult>): Promise<WriteResult> => {
    await done;
    return { state: 'failed', attempts, failure: aFailure({ kind: 'network', code: 'ECONNRESET' }) };
  };
  return { deactivate: (key) => lose(account.deactivate(key)), delete: (key) => lose(account.delete(key)) };
}

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

  // BUG apply.ts findObjection: no entry is taken for "gone", and IAM is asked to revoke unseen. If the user is there after
  // all (a listing that lags, pages that shift), the key is revoked though neither id, groups nor exemption were seen again.
  it.fails('is not touched while IAM still has the key', async () => {
    const account = unseen();
    await applying(account);
    expect(account.keysOf('ada')).toEqual([anAccessKey()]);
  });

  // BUG apply.ts indexUsers: only `unknown` counts as a failed re-read; one that ends `absent` counts as complete and empty.
  it.fails('is not touched when the read said that there is nothing to read', async () => {
    const account = new MemoryAccount([], [ADA]);
    account.authorizationDetails = async () => ({ items: [], end: { state: 'absent' } });
    await applying(account);
    expect(account.keysOf('ada')).toEqual([anAccessKey()]);
  });

  // BUG apply.ts goneOutcome: a user renamed since the plan is not looked for by id; IAM knows no key under the old name, and
  // a living key is told as gone, verified.
  it.fails('but shows under a new name, has not lost the key', async () => {
    const account = new MemoryAccount([], [{ ...ADA, userName: 'ada.lovelace' }]);
    const { outcomes } = await applying(account);
    expect(account.keysOf('ada.lovelace')).toEqual([anAccessKey()]);
    expect(outcomes).toMatchObject([{ outcome: 'refused' }]);
  });
});


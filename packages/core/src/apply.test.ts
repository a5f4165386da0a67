import { describe, expect, it } from 'vitest';
import { MemoryAccount, MemoryClock } from './memory/index.ts';
import type { OrderedKey } from './order.ts';
import type { Outcome } from './outcome.ts';
import type { AccessKeyWriter, WriteResult } from './ports.ts';
import { aFailure, anAccessKey, AS_OF, keyId } from './testing/account.ts';
import { ADA, applying, failing, INACTIVE, writesOf } from './testing/applying.ts';
import { anOrderedKey } from './testing/order.ts';
import { ACCOUNT, RUN } from './testing/plan.ts';

/** Does what the account does, and then loses the answer. */
function losingAnswers(account: MemoryAccount, attempts = 1): AccessKeyWriter {
  const lose = async (done: Promise<WriteResult>): Promise<WriteResult> => {
    await done;
    return { state: 'failed', attempts, failure: aFailure({ kind: 'network', code: 'ECONNRESET' }) };
  };
  return { deactivate: (key) => lose(account.deactivate(key)), delete: (key) => lose(account.delete(key)) };
}

describe('an order that still holds', () => {
  it.each([
    ['delete', 'deleted', []],
    ['deactivate', 'deactivated', [INACTIVE]],
  ] as const)('is done and verified: %s', async (decision, outcome, left) => {
    const account = new MemoryAccount(['Developers'], [ADA]);
    const answer = await applying(account, { keys: [anOrderedKey({ decision })] });
    expect(answer).toEqual({
      ...{ schema: 'keysweep/outcomes/1', accountId: ACCOUNT, runId: RUN, finishedAt: AS_OF, complete: true },
      outcomes: [
        { accessKeyId: keyId(), userName: 'ada', decision, outcome, verified: true, reason: null, failure: null },
      ],
    });
    expect(account.keysOf('ada')).toEqual(left);
  });

  it('leaves alone every key it does not name', async () => {
    const second = anAccessKey({ accessKeyId: keyId(2) });
    const account = new MemoryAccount([], [{ ...ADA, keys: [anAccessKey(), second] }]);
    await applying(account);
    expect(account.keysOf('ada')).toEqual([second]);
  });

  it('costs one bulk read, one write a key and one second look a user', async () => {
    const account = new MemoryAccount([], [{ ...ADA, keys: [anAccessKey(), anAccessKey({ accessKeyId: keyId(2) })] }]);
    await applying(account, { keys: [anOrderedKey(), anOrderedKey({ accessKeyId: keyId(2) })] });
    const operations = account.calls.map(({ operation }) => operation);
    expect(operations).toEqual([
      'iam:GetAccountAuthorizationDetails',
      'iam:DeleteAccessKey',
      'iam:DeleteAccessKey',
      'iam:ListAccessKeys',
    ]);
  });

  it('tells of each outcome as it is known', async () => {
    const told: Outcome[] = [];
    await applying(new MemoryAccount([], [ADA]), {}, { onOutcome: (outcome) => told.push(outcome) });
    expect(told).toMatchObject([{ accessKeyId: keyId(), outcome: 'deleted', verified: null }]);
  });
});

describe('a key of which the state matters', () => {
  const only: OrderedKey = anOrderedKey({ onlyIfInactive: true });
  const deactivate = anOrderedKey({ decision: 'deactivate' });

  it.each([
    ['inactive, to be deleted', INACTIVE, only, 1, 'deleted', []],
    ['reactivated, to be deleted', anAccessKey(), only, 1, 'refused', [anAccessKey()]],
    [
      'of an unknown status, to be deleted',
      anAccessKey({ status: 'Expired' }),
      only,
      1,
      'refused',
      [anAccessKey({ status: 'Expired' })],
    ],
    ['reactivated, to be deleted again', anAccessKey(), only, 2, 'refused', [anAccessKey()]],
    ['inactive, to be deactivated again', INACTIVE, deactivate, 2, 'deactivated', [INACTIVE]],
    ['active, to be deactivated again', anAccessKey(), deactivate, 2, 'deactivated', [INACTIVE]],
    ['active, to be deleted again', anAccessKey(), anOrderedKey(), 2, 'deleted', []],
    [
      'inactive, to be deactivated only while inactive',
      INACTIVE,
      { ...deactivate, onlyIfInactive: true },
      1,
      'already-inactive',
      [INACTIVE],
    ],
  ] as const)('%s: attempt %#', async (_what, key, ordered, attempt, outcome, left) => {
    const account = new MemoryAccount([], [{ ...ADA, keys: [key] }]);
    expect((await applying(account, { keys: [ordered], attempt })).outcomes).toMatchObject([{ outcome }]);
    expect(account.keysOf('ada')).toEqual(left);
  });
});

describe('a key that is gone', () => {
  const gone = () => new MemoryAccount([], [{ ...ADA, keys: [] }]);

  it.each([
    ['at the first attempt: somebody was first', {}, 'already-gone', null],
    ['at the first attempt, looked for', { keys: [anOrderedKey({ onlyIfInactive: true })] }, 'already-gone', null],
    ['at the second: our own doing', { attempt: 2 }, 'deleted', 'confirmed by its absence'],
    [
      'at the second, to be deactivated',
      { attempt: 2, keys: [anOrderedKey({ decision: 'deactivate' })] },
      'already-gone',
      null,
    ],
  ] as const)('%s', async (_what, order, outcome, reason) => {
    const { keys, ...rest } = { keys: undefined, ...order };
    const answer = await applying(gone(), keys === undefined ? rest : { ...rest, keys: [...keys] });
    expect(answer).toMatchObject({ complete: true, outcomes: [{ outcome, reason, verified: true }] });
  });

  it('with its user, is gone', async () => {
    expect((await applying(new MemoryAccount([], []))).outcomes).toMatchObject([
      { outcome: 'already-gone', verified: true },
    ]);
    expect((await applying(new MemoryAccount([], []), { attempt: 2 })).outcomes).toMatchObject([
      { outcome: 'deleted', verified: true },
    ]);
  });

  it('after a retry of the SDK’s own, was deleted by the try before', async () => {
    const writer = {
      delete: async () => ({ state: 'absent', attempts: 2 }) as const,
      deactivate: async () => ({ state: 'absent', attempts: 2 }) as const,
    };
    expect((await applying(gone(), {}, { writer })).outcomes).toMatchObject([{ outcome: 'deleted' }]);
  });
});

describe('a write that IAM does not confirm', () => {
  it.each([
    ['delete', 'deleted', 'confirmed by its absence'],
    ['deactivate', 'deactivated', 'confirmed by its status'],
  ] as const)('is settled by a second look: %s', async (decision, outcome, reason) => {
    const account = new MemoryAccount([], [ADA]);
    const answer = await applying(account, { keys: [anOrderedKey({ decision })] }, { writer: losingAnswers(account) });
    expect(answer).toMatchObject({
      complete: true,
      outcomes: [{ outcome, reason, verified: true, failure: { code: 'ECONNRESET' } }],
    });
  });

  it('and did not happen has failed, for another pass to do', async () => {
    const account = new MemoryAccount([], [ADA]);
    account.failing = failing('iam:DeleteAccessKey');
    const answer = await applying(account);
    const reason = 'IAM did not confirm the change';
    expect(answer).toMatchObject({
      complete: false,
      outcomes: [{ outcome: 'failed', reason, verified: false, failure: { code: 'AccessDenied' } }],
    });
  });
});

describe('when the time is over', () => {
  it('nothing is begun, and the answer is not complete', async () => {
    const account = new MemoryAccount([], [ADA]);
    const answer = await applying(account, { finishBy: AS_OF });
    expect(answer).toMatchObject({
      complete: false,
      outcomes: [{ outcome: 'not-attempted', reason: 'the time of this order was over' }],
    });
    expect(writesOf(account)).toEqual([]);
  });

  it('what was begun is told, unverified', async () => {
    const account = new MemoryAccount([], [ADA]);
    const clock = new MemoryClock(AS_OF);
    account.failing = ({ operation }) => {
      if (operation === 'iam:DeleteAccessKey') clock.advance(3_600_000);
      return null;
    };
    const answer = await applying(account, {}, { clock });
    expect(answer).toMatchObject({ complete: true, outcomes: [{ outcome: 'deleted', verified: null }] });
  });

  it('no write follows a look that took too long', async () => {
    const account = new MemoryAccount([], [ADA]);
    const clock = new MemoryClock(AS_OF);
    account.failing = ({ operation }) => {
      if (operation === 'iam:ListAccessKeys') clock.advance(3_600_000);
      return null;
    };
    await applying(account, { attempt: 2 }, { clock });
    expect(writesOf(account)).toEqual([]);
  });
});

describe('a second attempt', () => {
  it('tells what the first one deleted, though the user has left since', async () => {
    const account = new MemoryAccount([], [{ ...ADA, groups: [], keys: [] }]);
    expect((await applying(account, { attempt: 2 })).outcomes).toMatchObject([{ outcome: 'deleted' }]);
  });
});

import { describe, expect, it } from 'vitest';
import type { AccessKey } from './access-key.ts';
import { unboundedPace } from './memory/index.ts';
import type { Outcome } from './outcome.ts';
import { known, type Reading } from './reading.ts';
import { aFailure, anAccessKey, keyId, unread } from './testing/account.ts';
import { anOutcome } from './testing/order.ts';
import { verifyOutcomes } from './verify.ts';

/** Verifies outcomes against what a second look at each user's keys says. Tells whom it looked at. */
async function verifying(outcomes: readonly Outcome[], keys: Reading<readonly AccessKey[]>, inTime = true) {
  const asked: string[] = [];
  const reader = {
    accessKeys: async (userName: string) => {
      asked.push(userName);
      return keys;
    },
  };
  return { asked, outcomes: await verifyOutcomes(outcomes, { reader, pace: unboundedPace, inTime: () => inTime }) };
}

const gone: Reading<readonly AccessKey[]> = known([anAccessKey({ accessKeyId: keyId(9) })]);
const active = known([anAccessKey()]);
const inactive = known([anAccessKey({ status: 'Inactive' })]);

/** An outcome nobody has looked at yet. */
function claimed(outcome: Outcome['outcome'], decision: Outcome['decision'] = 'delete'): Outcome {
  return anOutcome({ outcome, decision, verified: null });
}

describe('a claim is verified by a second look', () => {
  it.each([
    ['deleted', 'gone', gone, true],
    ['deleted', 'gone with the user', { state: 'absent' }, true],
    ['deleted', 'active', active, false],
    ['deleted', 'inactive', inactive, false],
    ['already-gone', 'gone', gone, true],
    ['already-gone', 'active', active, false],
    ['deactivated', 'inactive', inactive, true],
    ['deactivated', 'gone', gone, true],
    ['deactivated', 'active', active, false],
    ['deactivated', 'of a status nobody knows', known([anAccessKey({ status: 'Expired' })]), false],
    ['already-inactive', 'inactive', inactive, true],
    ['already-inactive', 'active', active, false],
    ['deleted', 'unread', unread(), null],
  ] as const)('%s, and the key is %s', async (outcome, _what, keys, verified) => {
    const result = await verifying([claimed(outcome)], keys);
    expect(result.outcomes).toEqual([{ ...claimed(outcome), verified }]);
  });
});

describe('a write whose answer was lost is settled by what is there', () => {
  const lost = (decision: Outcome['decision']) => ({
    ...claimed('failed', decision),
    reason: 'IAM did not confirm the change',
    failure: aFailure({ kind: 'network' }),
  });

  it.each([
    ['delete', 'gone', gone, { outcome: 'deleted', verified: true, reason: 'confirmed by its absence' }],
    ['delete', 'active', active, { outcome: 'failed', verified: false }],
    ['delete', 'unread', unread(), { outcome: 'failed', verified: null }],
    ['deactivate', 'inactive', inactive, { outcome: 'deactivated', verified: true, reason: 'confirmed by its status' }],
    ['deactivate', 'active', active, { outcome: 'failed', verified: false }],
    ['deactivate', 'gone', gone, { outcome: 'failed', verified: false }],
    ['delete', 'inactive', inactive, { outcome: 'failed', verified: false }],
  ] as const)('%s: the key is %s', async (decision, _what, keys, expected) => {
    const result = await verifying([lost(decision)], keys);
    expect(result.outcomes).toEqual([{ ...lost(decision), ...expected }]);
  });
});

describe('the second look', () => {
  it.each(['refused', 'not-attempted'] as const)('is not for what was %s', async (outcome) => {
    expect(await verifying([claimed(outcome)], active)).toEqual({ asked: [], outcomes: [claimed(outcome)] });
  });

  it('is one for each user, in whatever case the name is written', async () => {
    const outcomes = [claimed('deleted'), { ...claimed('deleted'), accessKeyId: keyId(2), userName: 'ADA' }];
    const { asked, outcomes: settled } = await verifying(outcomes, gone);
    expect(asked).toHaveLength(1);
    expect(settled.map(({ verified }) => verified)).toEqual([true, true]);
  });

  it('is not taken when the time is over', async () => {
    expect(await verifying([claimed('deleted')], gone, false)).toEqual({ asked: [], outcomes: [claimed('deleted')] });
  });

  // BUG verify.ts settleFailed: a delete that IAM denied was never done; where the key is gone all the same, somebody else
  // took it. It is told as `deleted`, our own doing.
  it.fails('does not make our own doing of what IAM denied us', async () => {
    const denied = { ...claimed('failed'), failure: aFailure({ kind: 'access-denied' }) };
    expect((await verifying([denied], gone)).outcomes).toMatchObject([{ outcome: 'already-gone' }]);
  });
});

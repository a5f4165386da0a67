import { describe, expect, it } from 'vitest';
import type { AccessKey } from './access-key.ts';
import { unboundedPace } from './memory/index.ts';
import type { Outcome } from './outcome.ts';
import { known, type Reading } from './reading.ts';
import { aFailure, anAccessKey, keyId, unread } from './testing/account.ts';
import { anOutcome } from './testing/order.ts';
import { verifyOutcomes } from './verify.ts';

type Keys = Reading<readonly AccessKey[]>;

/** Verifies outcomes against what each look at a user's keys says, the last for good. Tells whom it looked at, and its pauses. */
async function verifying(outcomes: readonly Outcome[], looks: Keys | readonly Keys[], inTime = () => true) {
  const [asked, pauses]: [string[], number[]] = [[], []];
  const saying = [looks].flat();
  const reader = {
    accessKeys: async (userName: string) => {
      const look = saying[Math.min(asked.length, saying.length - 1)] as Keys;
      asked.push(userName);
      return look;
    },
  };
  const clock = { pause: async (milliseconds: number) => void pauses.push(milliseconds) };
  return { asked, pauses, outcomes: await verifyOutcomes(outcomes, { reader, pace: unboundedPace, clock, inTime }) };
}

const gone: Keys = known([anAccessKey({ accessKeyId: keyId(9) })]);
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
    expect(await verifying([claimed(outcome)], active)).toEqual({
      asked: [],
      pauses: [],
      outcomes: [claimed(outcome)],
    });
  });

  it('is one for each user, in whatever case the name is written', async () => {
    const outcomes = [claimed('deleted'), { ...claimed('deleted'), accessKeyId: keyId(2), userName: 'ADA' }];
    const { asked, outcomes: settled } = await verifying(outcomes, gone);
    expect(asked).toHaveLength(1);
    expect(settled.map(({ verified }) => verified)).toEqual([true, true]);
  });

  it('is not taken when the time is over', async () => {
    expect(await verifying([claimed('deleted')], gone, () => false)).toMatchObject({
      asked: [],
      outcomes: [claimed('deleted')],
    });
  });

  it('does not make our own doing of what IAM denied us', async () => {
    const denied = { ...claimed('failed'), failure: aFailure({ kind: 'access-denied' }) };
    expect((await verifying([denied], gone)).outcomes).toMatchObject([{ outcome: 'already-gone' }]);
  });
});

describe('what is not as claimed is looked at again, for IAM is eventually consistent', () => {
  it.each([
    ['once where it shows at once', 'deleted', [gone], [], true],
    ['after two seconds', 'deleted', [active, gone], [2000], true],
    ['after four more', 'deactivated', [active, active, inactive], [2000, 4000], true],
    ['and no longer', 'deleted', [active, active, active, gone], [2000, 4000], false],
    ['and what was seen stands where the next look fails', 'deleted', [active, unread()], [2000, 4000], false],
    ['not where nobody could look', 'deleted', [unread(), gone], [], null],
  ] as const)('%s', async (_what, outcome, looks, pauses, verified) => {
    const result = await verifying([claimed(outcome)], looks);
    expect(result).toMatchObject({ pauses, outcomes: [{ outcome, verified }] });
  });

  it('but not for a write that failed: it may never have arrived', async () => {
    expect(await verifying([claimed('failed')], [active, gone])).toMatchObject({
      asked: ['ada'],
      pauses: [],
      outcomes: [{ outcome: 'failed' }],
    });
  });

  it('and not for the others, whose users were seen to be as claimed', async () => {
    const bob = { ...claimed('deleted'), accessKeyId: keyId(2), userName: 'bob' };
    expect(await verifying([claimed('deleted'), bob], [active, gone])).toMatchObject({ asked: ['ada', 'bob', 'ada'] });
  });

  it('while there is time', async () => {
    let looks = 0;
    const result = await verifying([claimed('deleted')], active, () => ++looks < 2);
    expect(result).toMatchObject({ asked: ['ada'], pauses: [], outcomes: [{ verified: false }] });
  });
});

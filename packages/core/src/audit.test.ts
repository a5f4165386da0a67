import { describe, expect, it } from 'vitest';
import { judge, type AgentWord } from './audit.ts';
import type { PlannedKey, PlannedUser } from './account-plan.ts';
import type { Outcome } from './outcome.ts';
import { aFailure, keyId } from './testing/account.ts';
import { anOutcome } from './testing/order.ts';
import { aPlannedKey, aPlannedUser, planOf } from './testing/plan.ts';

const REFERENCE = { accessKeyId: keyId(), userName: 'ada' };
const NOTHING = { overdue: [], leftInactive: [], disagreements: [] };

/** What an agent said of these keys. */
function wordOf(keys: readonly PlannedKey[], outcomes: readonly Outcome[] = [], users?: PlannedUser[]): AgentWord {
  return { plan: planOf(keys, users === undefined ? {} : { users }), plannedNow: true, outcomes };
}

describe('what must go is what we decide from what we saw', () => {
  it.each([
    ['is overdue while it is active', aPlannedKey(), { overdue: [REFERENCE], leftInactive: [] }],
    [
      'is overdue where it should be inactive',
      aPlannedKey({ decision: 'deactivate' }),
      { overdue: [REFERENCE], leftInactive: [] },
    ],
    [
      'is left inactive where it should be deleted',
      aPlannedKey({ status: 'Inactive' }),
      { overdue: [], leftInactive: [REFERENCE] },
    ],
    [
      'is not due where we keep it',
      aPlannedKey({ decision: 'keep', rule: 'created-after-run' }),
      { overdue: [], leftInactive: [] },
    ],
    [
      'is not due where it is exempt',
      aPlannedKey({ decision: 'exempt', rule: 'exempt-tag' }),
      { overdue: [], leftInactive: [] },
    ],
    [
      'is not due where we do not know',
      aPlannedKey({ decision: 'unknown', rule: 'tags-unread' }),
      { overdue: [], leftInactive: [] },
    ],
  ])('a key %s', (_what, seen, verdict) => {
    expect(judge(planOf([seen]), wordOf([aPlannedKey()]))).toMatchObject(verdict);
  });

  it('needs no word of the agent’s', () => {
    expect(judge(planOf([aPlannedKey()]), { plan: null, plannedNow: true, outcomes: [anOutcome()] })).toEqual({
      ...NOTHING,
      overdue: [REFERENCE],
    });
  });
});

describe('an honest agent', () => {
  const kept = aPlannedKey({ decision: 'keep', rule: 'already-inactive', status: 'Inactive' });

  it.each([
    ['deleted what is gone', [aPlannedKey()], [anOutcome()], []],
    ['found gone what is gone', [aPlannedKey()], [anOutcome({ outcome: 'already-gone' })], []],
    [
      'deactivated what is inactive',
      [aPlannedKey({ decision: 'deactivate' })],
      [anOutcome({ outcome: 'deactivated' })],
      [kept],
    ],
    [
      'found inactive what is inactive',
      [aPlannedKey({ decision: 'deactivate' })],
      [anOutcome({ outcome: 'already-inactive' })],
      [kept],
    ],
    [
      'refused a user who is exempt now',
      [aPlannedKey()],
      [anOutcome({ outcome: 'refused' })],
      [aPlannedKey({ decision: 'exempt', rule: 'exempt-tag' })],
    ],
  ])('that %s is not contradicted', (_what, planned, outcomes, seen) => {
    expect(judge(planOf(seen), wordOf(planned, outcomes))).toEqual(NOTHING);
  });

  it.each(['failed', 'not-attempted', 'refused'] as const)(
    'that admits the key is %s leaves it overdue, and does not lie',
    (outcome) => {
      expect(judge(planOf([aPlannedKey()]), wordOf([aPlannedKey()], [anOutcome({ outcome })]))).toEqual({
        ...NOTHING,
        overdue: [REFERENCE],
      });
    },
  );

  it('that could not decide the key does not lie', () => {
    const undecided = aPlannedKey({ decision: 'unknown', rule: 'console-access-unread' });
    expect(judge(planOf([aPlannedKey()]), wordOf([undecided]))).toEqual({ ...NOTHING, overdue: [REFERENCE] });
  });

  it('that could not list the user’s keys does not lie by leaving them out', () => {
    expect(judge(planOf([aPlannedKey()]), wordOf([], [], [aPlannedUser({ keys: null })])).disagreements).toEqual([]);
  });

  it('that names what it could not read does not lie by leaving a key out', () => {
    const plan = planOf([], { unknowns: [{ concerns: 'included group Developers', failure: aFailure() }] });
    expect(judge(planOf([aPlannedKey()]), { plan, plannedNow: true, outcomes: [] }).disagreements).toEqual([]);
  });
});

describe('a disagreement', () => {
  const inactive = aPlannedKey({ status: 'Inactive', decision: 'keep', rule: 'awaiting-deletion' });
  const deactivated = aPlannedKey({ decision: 'deactivate', rule: 'deactivate-before-delete' });

  it.each([
    ['reported-gone-but-exists', [anOutcome()], [aPlannedKey()], [aPlannedKey()]],
    ['reported-gone-but-exists', [anOutcome({ outcome: 'already-gone' })], [aPlannedKey()], [inactive]],
    ['reported-inactive-but-active', [anOutcome({ outcome: 'deactivated' })], [deactivated], [deactivated]],
    ['reported-inactive-but-active', [anOutcome({ outcome: 'already-inactive' })], [deactivated], [deactivated]],
    ['missing-from-plan', [], [], [aPlannedKey()]],
    ['decided-otherwise', [], [aPlannedKey({ decision: 'keep', rule: 'no-console-access' })], [aPlannedKey()]],
    ['decided-otherwise', [], [aPlannedKey({ decision: 'exempt', rule: 'exempt-tag' })], [aPlannedKey()]],
  ] as const)('is %s: %#', (kind, outcomes, planned, seen) => {
    const { disagreements } = judge(planOf(seen), wordOf(planned, outcomes));
    expect(disagreements).toEqual([{ ...REFERENCE, kind }]);
  });

  it('is not made of a key that we would keep as well', () => {
    const young = aPlannedKey({ decision: 'keep', rule: 'created-after-run' });
    expect(judge(planOf([young]), wordOf([]))).toEqual(NOTHING);
  });

  it('is named for every key and every kind', () => {
    const second = { accessKeyId: keyId(2), userName: 'bob' };
    const { disagreements } = judge(
      planOf([aPlannedKey(), aPlannedKey(second)]),
      wordOf([aPlannedKey()], [anOutcome()]),
    );
    expect(disagreements).toEqual([
      { ...REFERENCE, kind: 'reported-gone-but-exists' },
      { ...second, kind: 'missing-from-plan' },
    ]);
  });
});

describe('an agent whose plan is of an earlier run, which was approved', () => {
  const earlier = (keys: readonly PlannedKey[], outcomes: readonly Outcome[] = []): AgentWord => ({
    ...wordOf(keys, outcomes),
    plannedNow: false,
  });

  it.each<[string, PlannedKey[]]>([
    ['of which it has no word', []],
    ['which it kept', [aPlannedKey({ decision: 'keep', rule: 'no-console-access' })]],
    ['which was exempt', [aPlannedKey({ decision: 'exempt', rule: 'exempt-tag' })]],
  ])('is not contradicted by a key that we would revoke now, %s; it is overdue all the same', (_, planned) => {
    expect(judge(planOf([aPlannedKey()]), earlier(planned))).toEqual({ ...NOTHING, overdue: [REFERENCE] });
  });

  it('is contradicted where it claims to have done what we see undone', () => {
    const { disagreements } = judge(planOf([aPlannedKey()]), earlier([aPlannedKey()], [anOutcome()]));
    expect(disagreements).toEqual([{ ...REFERENCE, kind: 'reported-gone-but-exists' }]);
  });
});

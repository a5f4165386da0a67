import { describe, expect, it } from 'vitest';
import { ledgerSchema } from './ledger.ts';
import { readRecord } from './read-record.ts';
import { aFailure, AS_OF, before, DAY, keyId } from './testing/account.ts';
import { anOutcome } from './testing/order.ts';
import { ACCOUNT, aPlannedKey, planOf } from './testing/plan.ts';
import { updateLedger } from './update-ledger.ts';

const EARLIER = before(30 * DAY);
const KEY = keyId();

describe('updateLedger, by what the plan saw', () => {
  it.each([
    ['a key seen active loses its entry', 'Active', { [KEY]: EARLIER }, {}],
    ['a key seen active gets none', 'Active', {}, {}],
    ['an inactive key without an entry starts today', 'Inactive', {}, { [KEY]: AS_OF }],
    ['an inactive key keeps its days', 'Inactive', { [KEY]: EARLIER }, { [KEY]: EARLIER }],
    ['a status nobody knows starts no days', 'Expired', {}, {}],
  ])('%s', (_what, status, entries, expected) => {
    const plan = planOf([aPlannedKey({ status, decision: 'keep', rule: 'awaiting-deletion' })]);
    expect(updateLedger(entries, { plan, outcomes: [], at: AS_OF })).toEqual(expected);
  });

  it('keeps the days of keys the run could not see: forgetting would restart them', () => {
    const plan = planOf([], { unknowns: [{ concerns: 'access keys of ada', failure: aFailure() }] });
    expect(updateLedger({ [KEY]: EARLIER }, { plan, outcomes: [], at: AS_OF })).toEqual({ [KEY]: EARLIER });
  });

  it('drops a key that a run which read everything did not see: its user deleted it', () => {
    expect(updateLedger({ [KEY]: EARLIER }, { plan: planOf([]), outcomes: [], at: AS_OF })).toEqual({});
  });
});

describe('updateLedger, by what the agent did', () => {
  it.each([
    ['deactivated', 'Active', {}, { [KEY]: AS_OF }],
    ['deactivated', 'Active', { [KEY]: EARLIER }, { [KEY]: AS_OF }],
    ['already-inactive', 'Active', {}, { [KEY]: AS_OF }],
    ['deleted', 'Inactive', { [KEY]: EARLIER }, {}],
    ['already-gone', 'Inactive', { [KEY]: EARLIER }, {}],
    ['failed', 'Inactive', { [KEY]: EARLIER }, { [KEY]: EARLIER }],
    ['not-attempted', 'Inactive', { [KEY]: EARLIER }, { [KEY]: EARLIER }],
    ['failed', 'Active', {}, {}],
    ['refused', 'Active', {}, {}],
    ['refused', 'Inactive', { [KEY]: EARLIER }, {}],
    ['not-attempted', 'Active', {}, {}],
  ] as const)('%s, planned as %s, turns %j into %j', (outcome, status, entries, expected) => {
    const plan = planOf([aPlannedKey({ status })]);
    expect(updateLedger(entries, { plan, outcomes: [anOutcome({ outcome })], at: AS_OF })).toEqual(expected);
  });

  it('changes no ledger it was given', () => {
    const entries = Object.freeze({ [KEY]: EARLIER });
    expect(updateLedger(entries, { plan: planOf([aPlannedKey()]), outcomes: [anOutcome()], at: AS_OF })).toEqual({});
    expect(entries).toEqual({ [KEY]: EARLIER });
  });

  it('gives entries that a ledger may hold', () => {
    const entries = updateLedger(
      {},
      {
        plan: planOf([aPlannedKey()]),
        outcomes: [anOutcome({ outcome: 'deactivated' })],
        at: AS_OF,
      },
    );
    expect(readRecord(ledgerSchema, { schema: 'keysweep/ledger/1', accountId: ACCOUNT, entries }).state).toBe('known');
  });
});

describe('the days of a key begin when it became inactive', () => {
  const deactivatedAt = (at: string) =>
    updateLedger({}, { plan: planOf([aPlannedKey()]), outcomes: [anOutcome({ outcome: 'deactivated' })], at });

  it('which counts as when the run was due, so that the run of the same hour N days later finds N days', () => {
    expect(deactivatedAt(before(-7 * 60_000))).toEqual({ [KEY]: AS_OF });
    expect(deactivatedAt(before(1 - 8 * 3_600_000))).toEqual({ [KEY]: AS_OF });
  });

  it('and not when a run that was held until later had been due', () => {
    for (const at of [before(-8 * 3_600_000), before(-4 * DAY)]) expect(deactivatedAt(at)).toEqual({ [KEY]: at });
  });

  it('again, where the agent found it reactivated', () => {
    const plan = planOf([aPlannedKey({ status: 'Inactive', rule: 'inactive-long-enough' })]);
    const reactivated = anOutcome({
      outcome: 'refused',
      reason: 'the key has been reactivated since the plan',
      verified: null,
    });
    expect(updateLedger({ [KEY]: EARLIER }, { plan, outcomes: [reactivated], at: AS_OF })).not.toHaveProperty(
      KEY,
      EARLIER,
    );
  });
});

import { describe, expect, it } from 'vitest';
import { ledgerSchema, updateLedger } from './ledger.ts';
import { readRecord } from './read-record.ts';
import { AS_OF, before, DAY, keyId } from './testing/account.ts';
import { anOutcome } from './testing/order.ts';
import { ACCOUNT, aPlannedKey, aProvenance, planOf } from './testing/plan.ts';

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
    expect(updateLedger(entries, plan, [])).toEqual(expected);
  });

  it('keeps the days of keys the run could not see: forgetting would restart them', () => {
    expect(updateLedger({ [KEY]: EARLIER }, planOf([]), [])).toEqual({ [KEY]: EARLIER });
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
    ['not-attempted', 'Active', {}, {}],
  ] as const)('%s, planned as %s, turns %j into %j', (outcome, status, entries, expected) => {
    const plan = planOf([aPlannedKey({ status })]);
    expect(updateLedger(entries, plan, [anOutcome({ outcome })])).toEqual(expected);
  });

  it('changes no ledger it was given', () => {
    const entries = Object.freeze({ [KEY]: EARLIER });
    expect(updateLedger(entries, planOf([aPlannedKey()]), [anOutcome()])).toEqual({});
    expect(entries).toEqual({ [KEY]: EARLIER });
  });

  it('gives entries that a ledger may hold', () => {
    const entries = updateLedger({}, planOf([aPlannedKey()]), [anOutcome({ outcome: 'deactivated' })]);
    expect(readRecord(ledgerSchema, { schema: 'keysweep/ledger/1', accountId: ACCOUNT, entries }).state).toBe('known');
  });
});

describe('the days of a key begin when it became inactive', () => {
  // BUG ledger.ts updateLedger: entries start at plan.asOf, the instant the run was due. A run that is held and approved
  // days later deactivates days later, and the key is deleted that much too early.
  it.fails('and not when a run that was held until today had been due', () => {
    const takenAt = before(-4 * DAY);
    const plan = planOf([aPlannedKey()], { provenance: aProvenance({ takenAt }) });
    const entries = updateLedger({}, plan, [anOutcome({ outcome: 'deactivated' })]);
    expect(Date.parse(entries[KEY] ?? '')).toBeGreaterThanOrEqual(Date.parse(takenAt));
  });

  // BUG ledger.ts updateLedger: the agent refuses an inactive key that was reactivated since the plan, and the entry stays;
  // deactivated again by hand before the next run, the key is deleted at once.
  it.fails('again, where the agent found it reactivated', () => {
    const plan = planOf([aPlannedKey({ status: 'Inactive', rule: 'inactive-long-enough' })]);
    const reactivated = anOutcome({
      outcome: 'refused',
      reason: 'the key has been reactivated since the plan',
      verified: null,
    });
    expect(updateLedger({ [KEY]: EARLIER }, plan, [reactivated])).not.toHaveProperty(KEY, EARLIER);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountReportSchema } from './account-report.ts';
import { revokes } from './decision.ts';
import { OUTCOMES } from './outcome.ts';
import { plan } from './plan.ts';
import { readRecord } from './read-record.ts';
import { report, type ReportInput } from './report.ts';
import { aFailure, AS_OF, keyId } from './testing/account.ts';
import { world } from './testing/arbitraries.ts';
import { anOutcome } from './testing/order.ts';
import { ACCOUNT, aContext, aPlannedKey, aPlannedUser, ORGANIZATION, planOf, RUN } from './testing/plan.ts';
import { anAudit } from './testing/report.ts';

/** The report of a plan of one key that was deleted, where nothing else is said. */
function reporting(input: Partial<ReportInput> = {}) {
  return report({
    subject: {
      ...{ organizationId: ORGANIZATION, accountId: ACCOUNT, runId: RUN, policy: 'weekly' },
      ...{ action: 'delete', configHash: 'c1', asOf: AS_OF },
    },
    agent: { state: 'answered', failure: null },
    plan: planOf([aPlannedKey()]),
    outcomes: [anOutcome()],
    audit: anAudit(),
    alsoUnknown: [],
    writtenAt: AS_OF,
    ...input,
  });
}

describe('a key ends', () => {
  it.each([
    ['kept', { decision: 'keep', rule: 'created-after-run' }],
    ['observed', { decision: 'keep', rule: 'observe-only' }],
    ['exempt', { decision: 'exempt', rule: 'exempt-tag' }],
    ['unknown', { decision: 'unknown', rule: 'tags-unread' }],
    ['not-attempted', { decision: 'delete', rule: 'policy-deletes' }],
    ['not-attempted', { decision: 'deactivate', rule: 'policy-deactivates' }],
  ] as const)('%s without an outcome, by its plan: %j', (ending, key) => {
    const { keys } = reporting({ plan: planOf([aPlannedKey(key)]), outcomes: [] });
    expect(keys).toEqual([{ ...aPlannedKey(key), ending, verified: null, reason: null }]);
  });

  it.each(OUTCOMES)('%s, by its outcome', (outcome) => {
    const { keys } = reporting({ outcomes: [anOutcome({ outcome, verified: false, reason: 'why' })] });
    expect(keys).toMatchObject([{ ending: outcome, verified: false, reason: 'why' }]);
  });

  it('refused with its account, whatever somebody says was done', () => {
    const refused = planOf([aPlannedKey()], { refusal: { rule: 'blast-radius', planned: 1, limit: 0 } });
    expect(reporting({ plan: refused })).toMatchObject({
      keys: [{ ending: 'refused' }],
      refusal: { planned: 1, limit: 0 },
    });
  });

  it('as it was planned, though an outcome of a kept key turns up', () => {
    const kept = planOf([aPlannedKey({ decision: 'exempt', rule: 'exempt-tag' })]);
    expect(reporting({ plan: kept }).keys).toMatchObject([{ ending: 'exempt' }]);
  });
});

describe('a report', () => {
  it.each([
    ['deleted', true],
    ['refused', true],
    ['already-gone', true],
    ['failed', false],
    ['not-attempted', false],
  ] as const)('with a key %s is complete: %s', (outcome, complete) => {
    expect(reporting({ outcomes: [anOutcome({ outcome })] }).complete).toBe(complete);
  });

  it('of an account that gave no plan is empty and never complete', () => {
    const agent = { state: 'unreachable', failure: aFailure() } as const;
    expect(reporting({ plan: null, outcomes: [], agent })).toMatchObject({
      ...{
        agent,
        complete: false,
        users: 0,
        groups: [],
        exemptions: [],
        keys: [],
        unknowns: [],
        refusal: null,
        provenance: null,
      },
    });
  });

  it('adds what the centre could not read to what the agent could not', () => {
    const own = { concerns: 'credential report', failure: aFailure() };
    const also = { concerns: 'the ledger of deactivations', failure: aFailure({ kind: 'conflict' }) };
    expect(reporting({ plan: planOf([], { unknowns: [own] }), alsoUnknown: [also] }).unknowns).toEqual([own, also]);
  });

  it('lists exemptions, and those that have lapsed', () => {
    const exemption = { by: 'tag-until', reason: '', owner: 'grace', until: '2026-12-31' } as const;
    const users = [
      aPlannedUser({ exemption, lapsedExemption: '2026-01-01' }),
      aPlannedUser({ userName: 'bob', lapsedExemption: '2026-11-19' }),
      aPlannedUser({ userName: 'carl' }),
    ];
    expect(reporting({ plan: planOf([], { users }) })).toMatchObject({
      users: 3,
      exemptions: [
        { userName: 'ada', ...exemption, lapsed: false },
        { userName: 'bob', by: 'tag-until', reason: '', owner: null, until: '2026-11-19', lapsed: true },
      ],
    });
  });

  it('accounts for every key of any plan exactly once, and can be read again', () => {
    const outcome = fc.option(fc.constantFrom(...OUTCOMES));
    fc.assert(
      fc.property(world, fc.infiniteStream(outcome), ({ observation, rules, ledger }, stream) => {
        const made = plan(observation, aContext({ rules, ledger }));
        const outcomes = made.keys.flatMap(({ accessKeyId, decision }) => {
          const settled = stream.next().value;
          return revokes(decision) && settled !== null ? [anOutcome({ accessKeyId, decision, outcome: settled })] : [];
        });
        const written = reporting({ plan: made, outcomes });
        expect(written.keys.map(({ accessKeyId }) => accessKeyId)).toEqual(
          made.keys.map(({ accessKeyId }) => accessKeyId),
        );
        const left = written.keys.filter(({ ending }) => ending === 'failed' || ending === 'not-attempted');
        expect(written.complete).toBe(left.length === 0);
        expect(readRecord(accountReportSchema, JSON.parse(JSON.stringify(written)))).toEqual({
          state: 'known',
          value: written,
        });
      }),
      { numRuns: 300 },
    );
  });

  it('has no place for outcomes of keys the plan does not know', () => {
    expect(reporting({ outcomes: [anOutcome({ accessKeyId: keyId(9) })] }).keys).toMatchObject([
      { accessKeyId: keyId(), ending: 'not-attempted' },
    ]);
  });
});

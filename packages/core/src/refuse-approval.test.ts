import { describe, expect, it } from 'vitest';
import type { Gate } from './gate.ts';
import type { History, PastRun } from './history.ts';
import type { RunTerms } from './manifest.ts';
import { known, unknown, type Reading } from './reading.ts';
import { refuseApproval, type ApprovalFacts } from './refuse-approval.ts';
import { dueOf } from './run.ts';
import { aFailure } from './testing/account.ts';
import { anApproval } from './testing/approval.ts';
import { ORGANIZATION, RUN } from './testing/plan.ts';
import { orderedRules, rulesOf } from './testing/rules.ts';

/** The held run was due on a Friday, at 23:55; this is the Monday after it, and the run that approves it. */
const MONDAY = '20261123T090000Z';
const EARLIER = '20261113T235500Z';
const SATURDAY = '20261121T100000Z';

function aPastRun(runId: string, overrides: Partial<PastRun> = {}): PastRun {
  const nothing = { reasons: [], revocationsPlanned: 0, revocations: 0, approves: null };
  return { runId, state: 'finished', at: dueOf(runId).toISOString(), ...nothing, ...overrides };
}

function historyOf(...runs: PastRun[]): Reading<History> {
  return known({ schema: 'keysweep/history/1', policy: 'weekly', runs });
}

function termsOf(overrides: Partial<RunTerms> = {}): Reading<RunTerms> {
  const names = { organizationId: ORGANIZATION, runId: RUN, policy: 'weekly', configHash: 'c1' };
  const limits = { rules: orderedRules(), maximumRevocationsOrganization: 2000, approves: null };
  return known({ schema: 'keysweep/run/1', ...names, asOf: dueOf(RUN).toISOString(), ...limits, ...overrides });
}

function gateOf(verdict: Gate['verdict']): Reading<Gate> {
  const totals = { plans: 1, accountsChanged: 1, accountsRefused: 0, revocations: 60 };
  const about = { runId: RUN, policy: 'weekly', at: dueOf(RUN).toISOString(), reasons: [], limit: 50, approves: null };
  return known({ schema: 'keysweep/gate/1', ...about, verdict, totals, accounts: [] });
}

const HELD = aPastRun(RUN, { state: 'held' });

function asking(overrides: Partial<ApprovalFacts> = {}) {
  return refuseApproval({
    approval: anApproval(),
    asRun: MONDAY,
    policy: { name: 'weekly', schedule: 'cron(55 23 ? * FRI *)', rules: rulesOf() },
    history: historyOf(HELD, aPastRun(EARLIER)),
    terms: termsOf(),
    gate: gateOf('held'),
    now: dueOf(MONDAY),
    ...overrides,
  });
}

describe('a held run may be let go on', () => {
  it.each<[string, Partial<ApprovalFacts>]>([
    ['until the next is due', {}],
    ['a moment before it is', { now: new Date('2026-11-27T23:54:59Z') }],
    [
      'by a policy that is never due again',
      {
        policy: { name: 'weekly', schedule: 'cron(0 6 1 1 ? 2026)', rules: rulesOf() },
        now: new Date('2031-01-01T00:00:00Z'),
      },
    ],
    [
      'by the run that has begun to do it, started again',
      { history: historyOf(aPastRun(MONDAY, { state: 'failed', approves: anApproval() }), HELD) },
    ],
    [
      'in its turn, where it approves another: the days count from that one',
      {
        approval: anApproval({ runId: SATURDAY }),
        history: historyOf(aPastRun(SATURDAY, { state: 'held', approves: anApproval() }), HELD),
        terms: termsOf({ runId: SATURDAY, approves: anApproval() }),
      },
    ],
    ['where its rules are written in another order', { terms: termsOf({ rules: reversed(orderedRules()) }) }],
    ['by a clock that is a little ahead', { now: new Date(dueOf(MONDAY).getTime() - 2 * 60_000) }],
  ])('%s', (_, facts) => {
    expect(asking(facts)).toBeNull();
  });
});

describe('a run is not let go on', () => {
  const unread = unknown(aFailure());
  it.each<[string, Partial<ApprovalFacts>, string]>([
    ['that nobody knows', { history: historyOf(aPastRun(EARLIER)) }, `${RUN} is none of the last runs of weekly`],
    ['that finished', { history: historyOf(aPastRun(RUN)) }, 'is finished: only a held run can be approved'],
    ['that failed', { history: historyOf(aPastRun(RUN, { state: 'failed' })) }, 'is failed: only'],
    ['that is at work', { history: historyOf(aPastRun(RUN, { state: 'started' })) }, 'is started: only'],
    ['whose gate is open', { gate: gateOf('open') }, 'is open: only a held run'],
    ['as itself', { asRun: RUN }, 'is no time to approve the run'],
    ['as an earlier run', { asRun: EARLIER }, 'is no time to approve the run'],
    [
      'as a run of a time that has not come',
      { now: new Date(dueOf(MONDAY).getTime() - 2 * 60_000 - 1) },
      'is no time to approve the run',
    ],
    [
      'that was approved before',
      {
        history: historyOf(
          aPastRun('20261122T100000Z'),
          aPastRun(SATURDAY, { approves: anApproval({ by: 'sam' }) }),
          HELD,
        ),
      },
      `was approved by sam, as the run ${SATURDAY}`,
    ],
    [
      'after a later one has begun',
      { history: historyOf(aPastRun(SATURDAY, { state: 'started' }), HELD) },
      `the run ${SATURDAY} has begun since`,
    ],
    [
      'after a later one was due',
      { now: new Date('2026-11-27T23:55:00Z') },
      'a later run has been due since 2026-11-27T23:55:00.000Z',
    ],
    [
      'after one later than the run that it approves was due',
      {
        approval: anApproval({ runId: SATURDAY }),
        history: historyOf(aPastRun(SATURDAY, { state: 'held' })),
        terms: termsOf({ runId: SATURDAY, asOf: '2026-11-13T23:55:00.000Z' }),
      },
      'a later run has been due since 2026-11-20T23:55:00.000Z',
    ],
    [
      'by a policy that is otherwise now',
      { terms: termsOf({ rules: orderedRules({ minimumKeyAgeDays: 7 }) }) },
      'the policy weekly is not what it was',
    ],
    ['whose policy’s runs cannot be read', { history: unread }, 'the last runs of its policy could not be read: Acc'],
    ['whose terms cannot be read', { terms: unread }, 'its terms could not be read: Acc'],
    ['whose terms are not there', { terms: { state: 'absent' } }, 'its terms could not be read: not there'],
    ['whose verdict cannot be read', { gate: unread }, 'the verdict that held it could not be read: Acc'],
  ])('%s', (_, facts, problem) => {
    expect(asking(facts)?.problem).toContain(problem);
    expect(asking(facts)?.hint).not.toBe('');
  });

  it('once more: the hint says how the first approval is taken up', () => {
    const history = historyOf(aPastRun(SATURDAY, { approves: anApproval() }), HELD);
    expect(asking({ history })?.hint).toContain('{"scheduledTime": "2026-11-21T10:00:00.000Z"}');
  });
});

function reversed<T extends object>(record: T): T {
  return Object.fromEntries(Object.entries(record).toReversed()) as T;
}

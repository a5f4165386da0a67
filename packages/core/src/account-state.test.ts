import { describe, expect, it } from 'vitest';
import type { AccountReport } from './account-report.ts';
import {
  ACCOUNT_STATES,
  HELD_DAYS_TOLERATED,
  overdueOf,
  stateOf,
  type AccountFacts,
  type StateRule,
} from './account-state.ts';
import { aFailure, keyId } from './testing/account.ts';
import { aLaterVerdict, aLook, lookedAt } from './testing/later-audit.ts';
import { aReportedKey, anAudit, factsOf, factsWithout } from './testing/report.ts';

const REFERENCE = { accessKeyId: keyId(), userName: 'ada' };
const UNREAD = { concerns: 'credential report', failure: aFailure() };
const agentThat = (state: 'no-agent' | 'unreachable' | 'lost' | 'refused') => ({
  agent: { state, failure: aFailure() },
});
const unavailable = { state: 'unavailable', failure: aFailure() } as const;
const heldFor = (days: number) => factsWithout({ state: 'held', days, why: 'paused', planned: null });
const suspended: AccountFacts['fate'] = { kind: 'suspended', state: 'SUSPENDED' };
const excluded: AccountFacts['fate'] = { kind: 'excluded', because: 'excludeAccounts' };

const deployed = (deployment: AccountFacts['deployment'], facts: AccountFacts): AccountFacts => ({
  ...facts,
  deployment,
});

describe('the table of states', () => {
  it('is in the order that the documentation promises', () => {
    expect(ACCOUNT_STATES.map(({ state }) => state)).toEqual([
      ...['suspended', 'excluded', 'not-deployed', 'unreachable', 'pending', 'paused'],
      ...['incomplete', 'unknown', 'non-compliant', 'observed', 'compliant'],
    ]);
  });

  it.each([
    ['suspended', 'out', { fate: suspended, deployment: 'none', run: { state: 'none-due' } } as const],
    ['excluded', 'out', { fate: excluded, deployment: 'none', run: { state: 'none-due' } } as const],
    ['not-deployed', 'missing', factsOf(agentThat('no-agent'))],
    ['not-deployed', 'missing', deployed('none', factsOf())],
    ['not-deployed', 'missing', deployed('outdated', factsOf())],
    ['not-deployed', 'missing', deployed('none', factsWithout({ state: 'none-due' }))],
    ['not-deployed', 'missing', deployed('outdated', heldFor(0))],
    ['not-deployed', 'missing', deployed('none', factsOf(agentThat('unreachable')))],
    ['not-deployed', 'missing', deployed('not-by-stack-set', factsOf(agentThat('no-agent')))],
    ['not-deployed', 'missing', deployed('unknown', factsOf(agentThat('no-agent')))],
    ['not-deployed', 'missing', deployed('nowhere', factsWithout({ state: 'none-due' }))],
    ['not-deployed', 'missing', deployed('nowhere', factsOf(agentThat('no-agent')))],
    ['unreachable', 'missing', deployed('nowhere', factsOf(agentThat('unreachable')))],
    ['paused', 'covered', deployed('nowhere', heldFor(0))],
    ['incomplete', 'missing', deployed('nowhere', factsWithout({ state: 'no-report', why: 'gone' }))],
    ['compliant', 'covered', deployed('nowhere', factsOf())],
    ['unreachable', 'missing', deployed('unknown', factsOf(agentThat('lost')))],
    ['unknown', 'missing', deployed('unknown', factsWithout({ state: 'none-due' }))],
    ['unknown', 'missing', deployed('unknown', heldFor(0))],
    ['unknown', 'missing', deployed('unknown', factsWithout({ state: 'no-report', why: 'gone' }))],
    ['incomplete', 'missing', deployed('unknown', factsOf({ complete: false }))],
    ['non-compliant', 'covered', deployed('unknown', factsOf({ audit: anAudit({ overdue: [REFERENCE] }) }))],
    ['compliant', 'covered', deployed('unknown', factsOf())],
    ['compliant', 'covered', deployed('not-by-stack-set', factsOf())],
    ['pending', 'covered', deployed('not-by-stack-set', factsWithout({ state: 'none-due' }))],
    ['unreachable', 'missing', factsOf(agentThat('unreachable'))],
    ['unreachable', 'missing', factsOf(agentThat('lost'))],
    ['unreachable', 'missing', factsOf(agentThat('refused'))],
    ['unreachable', 'missing', factsOf({ audit: unavailable })],
    ['pending', 'covered', factsWithout({ state: 'none-due' })],
    ['paused', 'covered', heldFor(0)],
    ['paused', 'covered', heldFor(HELD_DAYS_TOLERATED)],
    ['paused', 'missing', heldFor(HELD_DAYS_TOLERATED + 0.001)],
    ['incomplete', 'missing', factsWithout({ state: 'no-report', why: 'gone' })],
    ['incomplete', 'missing', factsOf({ complete: false })],
    ['unknown', 'missing', factsOf({ unknowns: [UNREAD] })],
    ['unknown', 'missing', factsOf({ audit: { ...anAudit(), unknowns: [UNREAD] } })],
    [
      'unknown',
      'missing',
      factsOf({ keys: [aReportedKey({ ending: 'unknown', decision: 'unknown', rule: 'tags-unread' })] }),
    ],
    ['non-compliant', 'covered', factsOf({ audit: anAudit({ overdue: [REFERENCE] }) })],
    [
      'non-compliant',
      'covered',
      factsOf({ audit: anAudit({ disagreements: [{ ...REFERENCE, kind: 'decided-otherwise' }] }) }),
    ],
    ['non-compliant', 'covered', factsOf({ refusal: { rule: 'blast-radius', planned: 2, limit: 1 } })],
    ['observed', 'covered', factsOf({ action: 'observe' })],
    ['compliant', 'covered', factsOf()],
    ['compliant', 'covered', factsOf({ action: 'deactivate', keys: [] })],
    ['compliant', 'covered', factsOf({ audit: anAudit({ leftInactive: [REFERENCE] }) })],
  ])('%s, %s: row %#', (state, counted, facts) => {
    const row = stateOf(facts);
    expect(row.state).toBe(state);
    expect(row.inScope ? (row.covered(facts) ? 'covered' : 'missing') : 'out').toBe(counted);
  });

  it('never counts what is out of scope as covered', () => {
    const out: readonly StateRule[] = ACCOUNT_STATES.filter(({ inScope }) => !inScope);
    expect(out.map(({ state, covered }) => [state, covered(factsOf())])).toEqual([
      ['suspended', false],
      ['excluded', false],
    ]);
  });
});

describe('a look between runs', () => {
  const shut = { state: 'unavailable', failure: aFailure() } as const;
  const overdue = aLook({ verdict: aLaterVerdict({ overdue: [REFERENCE] }) });
  const unread = aLook({ unknowns: [UNREAD] });
  const undecided = aLook({ verdict: aLaterVerdict({ undecided: [{ ...REFERENCE, rule: 'tags-unread' }] }) });
  const late = factsOf({ audit: anAudit({ overdue: [REFERENCE] }) });
  const pending = factsWithout({ state: 'none-due' });
  const unlooked = (facts: AccountFacts): AccountFacts => ({
    ...facts,
    later: { state: 'not-looked', why: 'the audit left no result' },
  });

  it.each<[string, 'covered' | 'missing', AccountFacts]>([
    ['compliant', 'covered', lookedAt(factsOf(), aLook())],
    ['compliant', 'covered', lookedAt(factsOf(), aLook({ verdict: aLaterVerdict({ leftInactive: [REFERENCE] }) }))],
    ['non-compliant', 'covered', lookedAt(factsOf(), overdue)],
    ['compliant', 'covered', lookedAt(late, aLook())],
    ['unreachable', 'missing', lookedAt(factsOf(), shut)],
    ['unknown', 'missing', lookedAt(factsOf(), unread)],
    ['unknown', 'missing', lookedAt(factsOf(), undecided)],
    ['unknown', 'missing', unlooked(factsOf())],
    ['unknown', 'missing', lookedAt(factsOf({ unknowns: [UNREAD] }), aLook())],
    ['unreachable', 'missing', lookedAt(factsOf(agentThat('lost')), aLook())],
    ['incomplete', 'missing', lookedAt(factsOf({ complete: false }), aLook())],
    ['incomplete', 'missing', unlooked(factsOf({ complete: false }))],
    ['pending', 'covered', lookedAt(pending, aLook())],
    ['unreachable', 'missing', lookedAt(pending, shut)],
    ['unknown', 'missing', lookedAt(pending, unread)],
    ['unknown', 'missing', unlooked(pending)],
    ['non-compliant', 'covered', lookedAt(pending, overdue)],
    ['paused', 'covered', lookedAt(heldFor(0), overdue)],
    ['unknown', 'missing', lookedAt(heldFor(0), unread)],
    ['unknown', 'missing', unlooked(heldFor(0))],
    ['not-deployed', 'missing', lookedAt(deployed('none', factsOf()), shut)],
    ['excluded', 'missing', unlooked({ ...factsOf(), fate: excluded })],
    ['observed', 'covered', lookedAt(factsOf({ action: 'observe' }), aLook())],
  ])('makes it %s, %s: row %#', (state, counted, facts) => {
    const row = stateOf(facts);
    expect([row.state, row.covered(facts) ? 'covered' : 'missing']).toEqual([state, counted]);
  });

  it('that did not see everything leaves no account covered', () => {
    const all = [
      factsOf(),
      late,
      pending,
      heldFor(0),
      heldFor(20),
      factsOf({ complete: false }),
      factsOf(agentThat('lost')),
    ];
    for (const facts of all)
      for (const worse of [unlooked(facts), ...[shut, unread, undecided].map((look) => lookedAt(facts, look))])
        expect(stateOf(worse).covered(worse), JSON.stringify(worse)).toBe(false);
  });

  it.each([
    ['by the later look', lookedAt(late, aLook()), 0],
    ['by the run’s own where there is none since', late, 1],
    ['by the run’s own where the later one was not to be had', lookedAt(late, shut), 1],
    ['by the run’s own where the later one is missing', unlooked(late), 1],
    ['by none', factsOf({ audit: unavailable }), 0],
  ] as const)('tells the overdue keys: %s', (_what, facts, expected) => {
    expect(overdueOf(facts)).toBe(expected);
  });
});

describe('the first state that holds wins', () => {
  const everything: Partial<AccountReport> = {
    complete: false,
    action: 'observe',
    unknowns: [UNREAD],
    refusal: { rule: 'blast-radius', planned: 2, limit: 1 },
    audit: anAudit({ overdue: [REFERENCE] }),
  };

  it.each([
    ['suspended', { ...factsOf({ ...everything, ...agentThat('no-agent') }), fate: suspended }],
    ['excluded', { ...factsOf({ ...everything, ...agentThat('no-agent') }), fate: excluded }],
    ['not-deployed', factsOf({ ...everything, ...agentThat('no-agent'), audit: unavailable })],
    ['unreachable', factsOf({ ...everything, ...agentThat('lost') })],
    ['unreachable', factsOf({ ...everything, audit: unavailable })],
    ['incomplete', factsOf(everything)],
    ['unknown', factsOf({ ...everything, complete: true })],
    ['non-compliant', factsOf({ ...everything, complete: true, unknowns: [] })],
    ['observed', factsOf({ action: 'observe' })],
  ] as const)('%s', (state, facts) => {
    expect(stateOf(facts).state).toBe(state);
  });
});

describe('a row of the table answers for itself', () => {
  const rowOf = (name: string): StateRule | undefined => ACCOUNT_STATES.find(({ state }) => state === name);

  it.each<[string, Partial<AccountReport>, boolean]>([
    ['unknown', { audit: unavailable }, false],
    ['unknown', { audit: unavailable, unknowns: [UNREAD] }, true],
    ['non-compliant', { audit: unavailable }, false],
    ['non-compliant', { audit: unavailable, refusal: { rule: 'blast-radius', planned: 2, limit: 1 } }, true],
  ])('%s, without an audit: %#', (name, report, holds) => {
    expect(rowOf(name)?.holds(factsOf(report))).toBe(holds);
  });
});

import { describe, expect, it } from 'vitest';
import { stateOf, type AccountFacts } from '../account-state.ts';
import { aFailure, AS_OF, keyId } from '../testing/account.ts';
import { aLaterAudit, aLaterVerdict, aLook, lookedAt } from '../testing/later-audit.ts';
import { aReportedKey, anAccount, anAudit, factsOf, factsWithout } from '../testing/report.ts';
import { explainState, type JudgedAccount } from './explain-state.ts';

const REFERENCE = { accessKeyId: keyId(), userName: 'ada' };
const DUE = { ...REFERENCE, createdAt: AS_OF };
const SHUT = { state: 'unavailable', failure: aFailure() } as const;
const unread = (concerns: string) => ({ concerns, failure: aFailure() });

function judging(facts: AccountFacts): JudgedAccount {
  return { account: anAccount({ fate: facts.fate }), facts, state: stateOf(facts).state };
}

describe('explainState', () => {
  const agentThat = (state: 'no-agent' | 'unreachable') => ({ agent: { state, failure: aFailure() } });
  const undecided = aReportedKey({ decision: 'unknown', rule: 'tags-unread', ending: 'unknown' });
  const failed = aReportedKey({ ending: 'failed' });

  it.each([
    [
      'its State is SUSPENDED',
      { fate: { kind: 'suspended', state: 'SUSPENDED' }, deployment: 'none', run: { state: 'none-due' } },
    ],
    [
      'excludeAccounts names it',
      {
        fate: { kind: 'excluded', because: 'excludeAccounts names it' },
        deployment: 'none',
        run: { state: 'none-due' },
      },
    ],
    ['its first sweep has not come due', factsWithout({ state: 'none-due' })],
    ['paused by grace', factsWithout({ state: 'held', days: 1, why: 'paused by grace', planned: null })],
    ['its last run left no report', factsWithout({ state: 'no-report', why: 'its last run left no report' })],
    ['agent: AccessDenied: not authorized', factsOf(agentThat('no-agent'))],
    ['agent: AccessDenied: not authorized', factsOf(agentThat('unreachable'))],
    ['audit: AccessDenied: not authorized', factsOf({ audit: { state: 'unavailable', failure: aFailure() } })],
    [
      '2 keys failed, 1 not attempted',
      factsOf({ complete: false, keys: [failed, failed, aReportedKey({ ending: 'not-attempted' })] }),
    ],
    ['not read: group A (AccessDenied)', factsOf({ unknowns: [unread('group A')] })],
    [
      'not read: group A (AccessDenied) and 2 more',
      factsOf({ unknowns: [unread('group A'), unread('b')], audit: { ...anAudit(), unknowns: [unread('c')] } }),
    ],
    [
      '2 keys could not be decided: of ada, the user’s groups and tags could not be read, so an exemption may exist',
      factsOf({ keys: [undecided, undecided] }),
    ],
    [
      'refused as a whole: 7 revocations planned, at most 5 allowed',
      factsOf({ refusal: { rule: 'blast-radius', planned: 7, limit: 5 } }),
    ],
    [
      '1 overdue key, 1 disagreement of report and audit',
      factsOf({
        audit: anAudit({ overdue: [REFERENCE], disagreements: [{ ...REFERENCE, kind: 'missing-from-plan' }] }),
      }),
    ],
    [
      '1 key in scope; nothing was changed',
      factsOf({
        action: 'observe',
        keys: [aReportedKey({ decision: 'keep', rule: 'observe-only', ending: 'observed' })],
      }),
    ],
    ['every key that should be gone is gone', factsOf()],
    ['it has no stack instance', { ...factsOf(), deployment: 'none' }],
    ['nothing of keysweep is deployed', { ...factsWithout({ state: 'none-due' }), deployment: 'nowhere' }],
    [
      'nothing of keysweep is deployed; audit: AccessDenied: not authorized',
      { ...lookedAt(factsWithout({ state: 'none-due' }), SHUT), deployment: 'nowhere' },
    ],
    ['its stack instance is not current', { ...factsWithout({ state: 'none-due' }), deployment: 'outdated' }],
    [
      'its stack instance could not be read, and no agent of it has answered',
      { ...factsWithout({ state: 'held', days: 1, why: 'paused', planned: null }), deployment: 'unknown' },
    ],
    ['every key that should be gone is gone', { ...factsOf(), deployment: 'unknown' }],
    ['every key that should be gone is gone', lookedAt(factsOf(), aLook())],
    [
      'every key that should be gone is gone; 1 newer key due 2026-11-27T23:55:00.000Z',
      lookedAt(factsOf(), aLook({ verdict: aLaterVerdict({ notYetDue: [DUE] }) })),
    ],
    [
      'every key that should be gone is gone; 2 newer keys due no more',
      {
        ...factsOf(),
        later: {
          state: 'looked',
          audit: aLaterAudit({ nextDue: null, look: aLook({ verdict: aLaterVerdict({ notYetDue: [DUE, DUE] }) }) }),
        },
      },
    ],
    ['audit: AccessDenied: not authorized', lookedAt(factsOf(), SHUT)],
    ['audit: AccessDenied: not authorized', lookedAt(factsWithout({ state: 'none-due' }), SHUT)],
    ['not read: group A (AccessDenied)', lookedAt(factsOf(), aLook({ unknowns: [unread('group A')] }))],
    [
      '1 key could not be decided: of ada, two reads disagree about who this user is',
      lookedAt(
        factsOf(),
        aLook({ verdict: aLaterVerdict({ undecided: [{ ...REFERENCE, rule: 'identity-disputed' }] }) }),
      ),
    ],
    ['not read: group A (AccessDenied)', lookedAt(factsOf({ unknowns: [unread('group A')] }), aLook())],
    ['the audit left no result', { ...factsOf(), later: { state: 'not-looked', why: 'the audit left no result' } }],
    [
      '1 overdue key of an earlier run',
      lookedAt(factsWithout({ state: 'none-due' }), aLook({ verdict: aLaterVerdict({ overdue: [REFERENCE] }) })),
    ],
    [
      '2 overdue keys, 0 disagreements of report and audit',
      lookedAt(factsOf(), aLook({ verdict: aLaterVerdict({ overdue: [REFERENCE, REFERENCE] }) })),
    ],
  ] as const)('%s', (sentence, facts) => {
    expect(explainState(judging(facts))).toBe(sentence);
  });
});

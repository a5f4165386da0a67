import { describe, expect, it } from 'vitest';
import type { AccountReport } from './account-report.ts';
import { stateOf, type AccountFacts } from './account-state.ts';
import { explainState, findInAccount, type JudgedAccount } from './findings.ts';
import { LONGEST_TEXT } from './shape.ts';
import { aFailure, AS_OF, keyId } from './testing/account.ts';
import { aLaterAudit, aLaterVerdict, aLook, lookedAt } from './testing/later-audit.ts';
import { ACCOUNT } from './testing/plan.ts';
import { aReportedKey, anAccount, anAudit, factsOf, factsWithout } from './testing/report.ts';

const REFERENCE = { accessKeyId: keyId(), userName: 'ada' };
const DUE = { ...REFERENCE, createdAt: AS_OF };
const SHUT = { state: 'unavailable', failure: aFailure() } as const;
const unread = (concerns: string) => ({ concerns, failure: aFailure() });

function judging(facts: AccountFacts): JudgedAccount {
  return { account: anAccount({ fate: facts.fate }), facts, state: stateOf(facts).state };
}

/** The findings in an account that left this report, as `severity code: message`. */
function findingsIn(report: Partial<AccountReport>): string[] {
  return findInAccount(judging(factsOf(report))).map(
    ({ severity, code, message }) => `${severity} ${code}: ${message}`,
  );
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
    ['paused by grace', factsWithout({ state: 'held', days: 1, why: 'paused by grace' })],
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
    ['its stack instance is not current', { ...factsWithout({ state: 'none-due' }), deployment: 'outdated' }],
    [
      'its stack instance could not be read, and no agent of it has answered',
      { ...factsWithout({ state: 'held', days: 1, why: 'paused' }), deployment: 'unknown' },
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

describe('the state of an account is a finding', () => {
  it.each([
    ['not-deployed', 'act', { ...factsOf(), deployment: 'none' }],
    ['not-deployed', 'act', { ...factsWithout({ state: 'held', days: 3, why: 'paused' }), deployment: 'none' }],
    ['unknown', 'act', { ...factsWithout({ state: 'none-due' }), deployment: 'unknown' }],
    ['not-deployed', 'act', factsOf({ agent: { state: 'no-agent', failure: aFailure() } })],
    ['unreachable', 'act', factsOf({ agent: { state: 'lost', failure: aFailure() } })],
    ['incomplete', 'act', factsWithout({ state: 'no-report', why: 'gone' })],
    ['unknown', 'act', factsOf({ unknowns: [unread('a')] })],
    ['non-compliant', 'act', factsOf({ audit: anAudit({ overdue: [REFERENCE] }) })],
    ['paused', 'look', factsWithout({ state: 'held', days: 3, why: 'paused' })],
  ] as const)('%s: %s', (code, severity, facts) => {
    const judged = judging(facts);
    expect(findInAccount(judged)).toMatchObject([
      { code, severity, accountId: ACCOUNT, message: explainState(judged) },
    ]);
  });

  it.each([
    ['compliant', factsOf()],
    ['observed', factsOf({ action: 'observe' })],
    ['pending', factsWithout({ state: 'none-due' })],
    ['excluded', { fate: { kind: 'excluded', because: 'none' }, deployment: 'none', run: { state: 'none-due' } }],
    ['suspended', { fate: { kind: 'suspended', state: 'CLOSED' }, deployment: 'none', run: { state: 'none-due' } }],
  ] as const)('but not where it is %s', (_state, facts) => {
    expect(findInAccount(judging(facts))).toEqual([]);
  });

  it('to act on, once a held run breaks coverage', () => {
    expect(findInAccount(judging(factsWithout({ state: 'held', days: 15, why: 'paused' })))).toMatchObject([
      { severity: 'act' },
    ]);
  });
});

describe('a report holds findings', () => {
  const group = (name: string, role: 'included' | 'exempt', state: 'read' | 'missing' | 'unreadable') => ({
    name,
    role,
    state,
    members: 0,
  });
  const exemption = { userName: 'ada', by: 'tag-until', reason: '', owner: null } as const;
  const locked = aReportedKey({ decision: 'keep', rule: 'no-console-access', ending: 'kept', verified: null });
  const mistaken = aReportedKey({ decision: 'exempt', rule: 'exempt-until-invalid', ending: 'exempt', verified: null });
  const unverified = aReportedKey({ verified: false });

  it.each([
    [
      'a configured group that is missing',
      { groups: [group('Developers', 'included', 'missing')] },
      ['look group-missing: the account has no group Developers'],
    ],
    [
      'no group that was read, or is exempt',
      {
        groups: [group('A', 'included', 'read'), group('B', 'included', 'unreadable'), group('C', 'exempt', 'missing')],
      },
      [],
    ],
    [
      'an exemption that has lapsed',
      { exemptions: [{ ...exemption, until: '2026-11-19', lapsed: true }] },
      ['look exemption-lapsed: the exemption of ada ended with 2026-11-19'],
    ],
    [
      'an exemption until no date',
      { keys: [mistaken], exemptions: [{ ...exemption, until: 'soon', lapsed: false }] },
      ['look exemption-invalid: keysweep-exempt-until of ada is “soon”, which is no date'],
    ],
    ['no exemption until a date', { exemptions: [{ ...exemption, until: '2026-12-31', lapsed: false }] }, []],
    [
      'each user without a password once',
      { keys: [locked, locked, { ...locked, userName: 'bob' }] },
      [
        'look no-console-access: ada is in a configured group but has no password; the keys stay',
        'look no-console-access: bob is in a configured group but has no password; the keys stay',
      ],
    ],
    [
      'keys that were seen after they were revoked',
      { keys: [unverified, unverified] },
      ['act not-verified: 2 revoked keys still seen afterwards'],
    ],
    ['no key that was verified, or could not be', { keys: [aReportedKey(), aReportedKey({ verified: null })] }, []],
  ])('%s', (_what, report: Partial<AccountReport>, expected) => {
    expect(findingsIn(report)).toEqual(expected);
  });

  it('beside the state, all about the account', () => {
    const found = findInAccount(judging(factsOf({ unknowns: [unread('a')], keys: [locked, unverified] })));
    expect(found.map(({ code, accountId }) => [code, accountId])).toEqual([
      ['unknown', ACCOUNT],
      ['no-console-access', ACCOUNT],
      ['not-verified', ACCOUNT],
    ]);
  });

  it('no longer than a summary may hold, whatever an agent calls a date', () => {
    const [endless, over] = [
      { ...exemption, until: 'u'.repeat(LONGEST_TEXT), lapsed: false },
      { ...exemption, until: 'u'.repeat(LONGEST_TEXT), lapsed: true },
    ];
    const found = findInAccount(judging(factsOf({ keys: [], exemptions: [endless, over] })));
    expect(found.map(({ message }) => message.length)).toEqual([LONGEST_TEXT, LONGEST_TEXT]);
  });

  it('an exemption until no date, of a user without keys', () => {
    expect(findingsIn({ keys: [], exemptions: [{ ...exemption, until: 'soon', lapsed: false }] })).toHaveLength(1);
  });

  it('but a key whose write failed was not revoked', () => {
    const found = findingsIn({ complete: false, keys: [aReportedKey({ ending: 'failed', verified: false })] });
    expect(found.filter((each) => each.includes('not-verified'))).toEqual([]);
  });
});

describe('a look between runs', () => {
  const exemption = { userName: 'ada', by: 'tag', reason: 'on leave', owner: null, until: null } as const;
  const codesOf = (facts: AccountFacts) => findInAccount(judging(facts)).map(({ code, message }) => [code, message]);

  it('finds exemptions that came since the run', () => {
    const dated = { ...exemption, userName: 'bob', by: 'tag-until', reason: '', until: '2026-12-24' } as const;
    const look = aLook({ verdict: aLaterVerdict({ newExemptions: [exemption, dated] }) });
    expect(codesOf(lookedAt(factsOf(), look))).toEqual([
      ['exemption-new', 'ada has been exempt since the last run, by tag: on leave'],
      ['exemption-new', 'bob has been exempt since the last run, by tag-until: 2026-12-24'],
    ]);
  });

  it('finds nothing where there was none to be had but the state itself', () => {
    expect(codesOf(lookedAt(factsOf(), SHUT))).toEqual([['unreachable', 'audit: AccessDenied: not authorized']]);
    expect(codesOf({ ...factsOf(), later: { state: 'not-looked', why: 'gone' } })).toEqual([['unknown', 'gone']]);
  });
});

import { describe, expect, it } from 'vitest';
import type { AccountReport } from '../account-report.ts';
import type { Census } from '../census.ts';
import { stateOf, type AccountFacts } from '../account-state.ts';
import { listExemptions } from '../list-exemptions.ts';
import type { Finding } from '../summary.ts';
import { aFailure, AS_OF, keyId } from '../testing/account.ts';
import { aCensus, aLaterVerdict, aLook, lookedAt } from '../testing/later-audit.ts';
import { ACCOUNT } from '../testing/plan.ts';
import { aReportedKey, anAccount, anAudit, factsOf, factsWithout } from '../testing/report.ts';
import { explainState, type JudgedAccount } from './explain-state.ts';
import { findInAccount, MOST_OF_A_CODE } from './find-in-account.ts';

const REFERENCE = { accessKeyId: keyId(), userName: 'ada' };
const SHUT = { state: 'unavailable', failure: aFailure() } as const;
const unread = (concerns: string) => ({ concerns, failure: aFailure() });

function judging(facts: AccountFacts): JudgedAccount {
  return { account: anAccount({ fate: facts.fate }), facts, state: stateOf(facts).state };
}

/** What is found in an account, where nothing or everything exempt in it is new. */
function findIn(facts: AccountFacts, isNew: boolean | null = null): Finding[] {
  const judged = judging(facts);
  return findInAccount(judged, { exemptions: listExemptions(judged.account, facts, () => isNew), at: AS_OF });
}

const inWords = (findings: readonly Finding[]): string[] =>
  findings.map(({ severity, code, message }) => `${severity} ${code}: ${message}`);

/** The findings in an account that left this report, as `severity code: message`. */
const findingsIn = (report: Partial<AccountReport>): string[] => inWords(findIn(factsOf(report)));

describe('the state of an account is a finding', () => {
  it.each([
    ['not-deployed', 'act', { ...factsOf(), deployment: 'none' }],
    [
      'not-deployed',
      'act',
      { ...factsWithout({ state: 'held', days: 3, why: 'paused', planned: null }), deployment: 'none' },
    ],
    ['unknown', 'act', { ...factsWithout({ state: 'none-due' }), deployment: 'unknown' }],
    ['not-deployed', 'act', factsOf({ agent: { state: 'no-agent', failure: aFailure() } })],
    ['unreachable', 'act', factsOf({ agent: { state: 'lost', failure: aFailure() } })],
    ['incomplete', 'act', factsWithout({ state: 'no-report', why: 'gone' })],
    ['unknown', 'act', factsOf({ unknowns: [unread('a')] })],
    ['non-compliant', 'act', factsOf({ audit: anAudit({ overdue: [REFERENCE] }) })],
    ['paused', 'look', factsWithout({ state: 'held', days: 3, why: 'paused', planned: null })],
  ] as const)('%s: %s', (code, severity, facts) => {
    const message = explainState(judging(facts));
    expect(findIn(facts)).toMatchObject([{ code, severity, accountId: ACCOUNT, message }]);
  });

  it.each([
    ['compliant', factsOf()],
    ['observed', factsOf({ action: 'observe' })],
    ['pending', factsWithout({ state: 'none-due' })],
    ['excluded', { fate: { kind: 'excluded', because: 'none' }, deployment: 'none', run: { state: 'none-due' } }],
    ['suspended', { fate: { kind: 'suspended', state: 'CLOSED' }, deployment: 'none', run: { state: 'none-due' } }],
  ] as const)('but not where it is %s', (_state, facts) => {
    expect(findIn(facts)).toEqual([]);
  });

  it('to act on, once a held run breaks coverage', () => {
    expect(findIn(factsWithout({ state: 'held', days: 15, why: 'paused', planned: null }))).toMatchObject([
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
    ['no exemption until a date far away', { exemptions: [{ ...exemption, until: '2026-12-31', lapsed: false }] }, []],
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
    const found = findIn(factsOf({ unknowns: [unread('a')], keys: [locked, unverified] }));
    expect(found.map(({ code, accountId }) => [code, accountId])).toEqual([
      ['unknown', ACCOUNT],
      ['no-console-access', ACCOUNT],
      ['not-verified', ACCOUNT],
    ]);
  });

  it('an exemption until no date, of a user without keys', () => {
    expect(findingsIn({ keys: [], exemptions: [{ ...exemption, until: 'soon', lapsed: false }] })).toHaveLength(1);
  });

  it('but a key whose write failed was not revoked', () => {
    const found = findingsIn({ complete: false, keys: [aReportedKey({ ending: 'failed', verified: false })] });
    expect(found.filter((each) => each.includes('not-verified'))).toEqual([]);
  });
});

describe('many findings of one code', () => {
  const users = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      aReportedKey({ userName: `user-${index}`, rule: 'no-console-access', ending: 'kept', verified: null }),
    );

  it('are all there up to a number, and of more is said how many', () => {
    expect(findingsIn({ keys: users(MOST_OF_A_CODE) })).toHaveLength(MOST_OF_A_CODE);
    const found = findingsIn({ keys: [...users(MOST_OF_A_CODE + 2), aReportedKey({ verified: false })] });
    expect(found).toHaveLength(MOST_OF_A_CODE + 2);
    expect(found[MOST_OF_A_CODE]).toBe('look no-console-access: 2 more findings of this kind');
    expect(found.at(-1)).toMatch(/^act not-verified/);
  });
});

describe('an exemption', () => {
  const until = (date: string, lapsed = false): Partial<AccountReport> => ({
    exemptions: [{ userName: 'ada', by: 'tag-until', reason: '', owner: null, until: date, lapsed }],
  });

  it.each([
    ['2026-11-21', true],
    ['2026-12-04', true],
    ['2026-12-05', false],
  ])('until %s ends soon: %s', (date, soon) => {
    const told = [`look exemption-ending: the exemption of ada ends with ${date}`];
    expect(findingsIn(until(date))).toEqual(soon ? told : []);
  });

  it('that the previous summary does not have is new, unless it is over', () => {
    expect(inWords(findIn(factsOf(until('2027-01-01')), true))).toEqual([
      'look exemption-new: ada was not exempt in the previous summary and is now, by tag-until: 2027-01-01',
    ]);
    expect(inWords(findIn(factsOf(until('2026-01-01', true)), true))).toEqual([
      'look exemption-lapsed: the exemption of ada ended with 2026-01-01',
    ]);
    expect(findIn(factsOf(until('2027-01-01')), false)).toEqual([]);
  });

  it('that came since the run is told once', () => {
    const tag = { userName: 'ada', by: 'tag', reason: 'on leave', owner: null, until: null } as const;
    const dated = { ...tag, userName: 'bob', by: 'tag-until', reason: '', until: '2026-12-24' } as const;
    const looked = lookedAt(factsOf(), aLook({ verdict: aLaterVerdict({ newExemptions: [tag, dated] }) }));
    for (const isNew of [null, true, false])
      expect(inWords(findIn(looked, isNew))).toEqual([
        'look exemption-new: ada has been exempt since the last run, by tag: on leave',
        'look exemption-new: bob has been exempt since the last run, by tag-until: 2026-12-24',
      ]);
  });
});

describe('a look between runs', () => {
  it('finds nothing where there was none to be had but the state itself', () => {
    expect(inWords(findIn(lookedAt(factsOf(), SHUT)))).toEqual([
      'act unreachable: audit: AccessDenied: not authorized',
    ]);
    expect(inWords(findIn({ ...factsOf(), later: { state: 'not-looked', why: 'gone' } }))).toEqual([
      'act unknown: gone',
    ]);
  });

  it.each<[string, AccountFacts, string[]]>([
    [
      'is told beside a state that says something else',
      {
        ...factsWithout({ state: 'no-report', why: 'gone' }),
        later: { state: 'not-looked', why: 'it left no result' },
      },
      ['act incomplete: gone', 'act not-looked: it left no result'],
    ],
    [
      'is told where the agent does not answer either',
      lookedAt(factsOf({ agent: { state: 'lost', failure: aFailure({ code: 'TooLate' }) } }), SHUT),
      ['act unreachable: agent: TooLate: not authorized', 'act not-looked: audit: AccessDenied: not authorized'],
    ],
    [
      'is not told where there is no agent, so no role either',
      { ...lookedAt(factsOf(), SHUT), deployment: 'none' },
      ['act not-deployed: it has no stack instance'],
    ],
  ])('that could not be taken %s', (_what, facts, expected) => {
    expect(inWords(findIn(facts))).toEqual(expected);
  });

  it('finds who has left the groups with live keys, each once', () => {
    const key = { ...REFERENCE, createdAt: AS_OF };
    const leftScope = [key, { ...key, accessKeyId: keyId(2) }, { ...key, accessKeyId: keyId(3), userName: 'bob' }];
    expect(inWords(findIn(lookedAt(factsOf(), aLook({ verdict: aLaterVerdict({ leftScope }) }))))).toEqual([
      'look left-scope: ada has left the configured groups with 2 live keys',
      'look left-scope: bob has left the configured groups with 1 live key',
    ]);
  });

  it('says which configured groups the account has', () => {
    const missing = factsOf({ groups: [{ name: 'Developers', role: 'included', state: 'missing', members: 0 }] });
    expect(inWords(findIn(lookedAt(missing, aLook({ groups: ['developers'] }))))).toEqual([]);
    expect(inWords(findIn(lookedAt(missing, aLook({ groups: [] }))))).toEqual([
      'look group-missing: the account has no group Developers',
    ]);
  });
});

describe('a census', () => {
  const counting = (census: Census | null) => inWords(findIn({ ...factsOf(), census }));

  it('finds root keys, and what could not be counted', () => {
    expect(counting(aCensus())).toEqual([]);
    expect(counting(null)).toEqual([]);
    expect(counting(aCensus({ rootKeys: 2 }))).toEqual(['act root-key: the root user has 2 access keys']);
    expect(counting(aCensus({ rootKeys: null, uncounted: [unread('root keys')] }))).toEqual([
      'look not-counted: not counted: root keys (AccessDenied)',
    ]);
    expect(counting(aCensus({ rootKeys: 1, uncounted: [unread('users'), unread('credentials')] }))).toEqual([
      'act root-key: the root user has 1 access key',
      'look not-counted: not counted: users (AccessDenied) and 1 more',
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import type { AccountFacts } from './account-state.ts';
import { keepForComparison } from './compare-summaries.ts';
import type { SummariseInput } from './summarise.ts';
import { readRecord } from './read-record.ts';
import { summarySchema, VERDICT_EXIT_CODES } from './summary.ts';
import { aFailure, AS_OF, keyId } from './testing/account.ts';
import { AUDIT, aCensus, aLaterVerdict, aLook, lookedAt, NEXT_DUE, TUESDAY } from './testing/later-audit.ts';
import { entry, EXCLUDED, summarising } from './testing/organization.ts';
import { ORGANIZATION, RUN } from './testing/plan.ts';
import { anAudit, factsOf, factsWithout } from './testing/report.ts';

const REFERENCE = { accessKeyId: keyId(), userName: 'ada' };
const OVERDUE = factsOf({ audit: anAudit({ overdue: [REFERENCE] }) });
const UNREACHABLE = factsOf({ agent: { state: 'unreachable', failure: aFailure() } });

describe('the verdict', () => {
  it.each([
    ['compliant', [factsOf()], { inScope: 1, covered: 1, percent: 100 }],
    ['compliant', [factsOf(), EXCLUDED, factsWithout({ state: 'none-due' })], { inScope: 2, covered: 2, percent: 100 }],
    ['non-compliant', [factsOf(), OVERDUE], { inScope: 2, covered: 2, percent: 100 }],
    ['coverage-incomplete', [OVERDUE, UNREACHABLE, factsOf(), factsOf()], { inScope: 4, covered: 3, percent: 75 }],
    [
      'coverage-incomplete',
      [factsWithout({ state: 'held', days: 20, why: 'paused', planned: null })],
      { inScope: 1, covered: 0, percent: 0 },
    ],
    ['coverage-incomplete', [EXCLUDED], { inScope: 0, covered: 0, percent: null }],
    ['coverage-incomplete', [], { inScope: 0, covered: 0, percent: null }],
  ] as const)('is %s: %#', (verdict, facts, coverage) => {
    const summary = summarising(facts.map((each, at) => entry(at, each)));
    expect(summary).toMatchObject({ verdict, coverage });
  });

  it('becomes the exit code: coverage before compliance', () => {
    expect(VERDICT_EXIT_CODES).toEqual({ compliant: 0, 'non-compliant': 3, 'coverage-incomplete': 4 });
  });
});

describe('a summary', () => {
  it('is sorted by place, name and id', () => {
    const accounts = [
      entry(3, factsOf(), { organizationalUnitPath: '/B', name: 'x' }),
      entry(2, factsOf(), { organizationalUnitPath: '/A', name: 'y' }),
      entry(1, factsOf(), { organizationalUnitPath: '/A', name: 'y' }),
      entry(4, factsOf(), { organizationalUnitPath: '/A', name: 'a' }),
    ];
    const summary = summarising(accounts);
    expect(summary.accounts.map(({ accountId }) => Number(accountId))).toEqual([4, 1, 2, 3]);
    expect(summary.organizationalUnits).toMatchObject([
      { path: '/A', accounts: 3, keys: { deleted: 3 } },
      { path: '/B', accounts: 1, keys: { deleted: 1 } },
    ]);
  });

  it('shows every exemption with its account, and counts the keys', () => {
    const exemption = { userName: 'bob', by: 'tag', reason: 'r', owner: null, until: null, lapsed: false };
    const summary = summarising([entry(1, factsOf({ exemptions: [exemption] })), entry(2, EXCLUDED)]);
    expect(summary.exemptions).toEqual([{ accountId: '000000000001', ...exemption, isNew: null }]);
    expect(summary.keyRecords).toBe(1);
  });

  it('names the runs it comes from', () => {
    const runs: SummariseInput['runs'] = [
      { policy: 'weekly', runId: RUN, state: 'finished', reasons: [], revocationsPlanned: 1, approves: null },
    ];
    expect(summarising([], { runs })).toMatchObject({
      runs,
      at: AS_OF,
      organizationId: ORGANIZATION,
      configHash: 'c1',
    });
  });

  it('says that the stack instances could not be read, and why', () => {
    const facts = { ...factsWithout({ state: 'none-due' }), deployment: 'unknown' } as const;
    const failure = aFailure({ operation: 'cloudformation:ListStackInstances', message: 'x'.repeat(1024) });
    const summary = summarising([entry(1, facts)], { instancesUnread: failure });
    expect(summary.attention).toMatchObject([
      { severity: 'act', code: 'instances-unread', accountId: null, message: expect.stringContaining('AccessDenied') },
      { severity: 'act', code: 'unknown', accountId: '000000000001' },
    ]);
    expect(summary.verdict).toBe('coverage-incomplete');
    expect(readRecord(summarySchema, summary).state).toBe('known');
  });

  it('puts what breaks something before what is worth a look', () => {
    const missing = { groups: [{ name: 'Developers', role: 'included', state: 'missing', members: 0 }] } as const;
    const lapsed = {
      exemptions: [{ userName: 'bob', by: 'tag-until', reason: '', owner: null, until: '2026-01-01', lapsed: true }],
    };
    const summary = summarising([entry(1, factsOf({ groups: [...missing.groups], ...lapsed })), entry(2, OVERDUE)]);
    expect(summary.attention.map(({ severity, code }) => `${severity} ${code}`)).toEqual([
      'act non-compliant',
      'look group-missing',
      'look exemption-lapsed',
    ]);
  });
});

describe('a configured group', () => {
  const withGroup = (
    state: 'read' | 'missing' | 'unreadable',
    role: 'included' | 'exempt' = 'included',
    name = 'Developers',
  ) => factsOf({ groups: [{ name, role, state, members: 0 }] });
  const nowhere = (facts: readonly AccountFacts[]) =>
    summarising(facts.map((each, at) => entry(at, each))).attention.filter(({ code }) => code === 'group-nowhere');

  it('that no account has is a finding, once', () => {
    expect(nowhere([withGroup('missing'), withGroup('missing'), EXCLUDED])).toEqual([
      {
        ...{ severity: 'act', code: 'group-nowhere', accountId: null },
        ...{ message: 'no account has the configured group Developers', todo: 'correct its name in keysweep.yaml' },
      },
    ]);
  });

  it.each([
    ['that one account has', [withGroup('missing'), withGroup('read')]],
    ['that could not be read', [withGroup('missing'), withGroup('unreadable')]],
    ['that is only exempt', [withGroup('missing', 'exempt')]],
  ])('%s is none', (_what, facts) => {
    expect(nowhere(facts)).toEqual([]);
  });

  it('that another policy writes in another case is none', () => {
    expect(nowhere([withGroup('read'), withGroup('missing', 'included', 'developers')])).toEqual([]);
  });
});

describe('a look between runs', () => {
  const key = { ...REFERENCE, createdAt: TUESDAY };
  const looked = lookedAt(factsOf(), aLook({ verdict: aLaterVerdict({ notYetDue: [key] }) }));

  it('shows which keys came since, and when they are due', () => {
    const summary = summarising([entry(1, looked)], { auditId: AUDIT });
    expect(summary.accounts).toMatchObject([
      { state: 'compliant', overdue: 0, notYetDue: 1, nextDue: NEXT_DUE, lookedAt: TUESDAY },
    ]);
    expect(summary.standings).toEqual({ overdue: 0, notYetDue: 1, leftScope: 0 });
    expect(summary).toMatchObject({ verdict: 'compliant', audit: { auditId: AUDIT, accounts: 1, looked: 1 } });
    expect(readRecord(summarySchema, summary).state).toBe('known');
  });

  it('counts whom it did not see', () => {
    const shut = lookedAt(factsOf(), { state: 'unavailable', failure: aFailure() });
    const missing: AccountFacts = { ...factsOf(), later: { state: 'not-looked', why: 'gone' } };
    const summary = summarising([entry(1, looked), entry(2, shut), entry(3, missing), entry(4, EXCLUDED)], {
      auditId: AUDIT,
    });
    expect(summary.audit).toEqual({ auditId: AUDIT, accounts: 3, looked: 1 });
    expect(summary.accounts.map(({ lookedAt: at }) => at)).toEqual([TUESDAY, AS_OF, AS_OF, null]);
  });

  it('is none of a run’s own', () => {
    const unaudited = factsOf({ audit: { state: 'unavailable', failure: aFailure() } });
    const summary = summarising([entry(1, factsOf()), entry(2, unaudited)], { policies: [] });
    expect(summary).toMatchObject({ audit: null, standings: { notYetDue: 0 } });
    expect(summary.accounts).toMatchObject([
      { notYetDue: 0, nextDue: null, lookedAt: AS_OF },
      { nextDue: null, lookedAt: null },
    ]);
  });
});

describe('held against the previous summary', () => {
  const exempt = (...users: readonly string[]) =>
    factsOf({
      exemptions: users.map((userName) => ({
        ...{ userName, by: 'tag', reason: 'r', owner: null, until: null, lapsed: false },
      })),
    });
  const previous = summarising([entry(1, exempt('ada')), entry(2, OVERDUE)]);

  it('says which one that is, and what is otherwise', () => {
    const summary = summarising([entry(1, exempt('ada', 'bob')), entry(3, factsOf())], {
      ...{ id: 'next', comparison: { state: 'compared', summary: keepForComparison(previous) } },
    });
    expect(summary).toMatchObject({
      id: 'next',
      comparison: { state: 'compared', summaryId: previous.id, at: previous.at },
      changes: { overdue: { before: 1, after: 0 }, joined: ['000000000003'], departed: [{ name: 'Account 2' }] },
    });
    const whole = { comparison: { state: 'compared', summary: previous } } as const;
    expect(summarising([entry(1, exempt('ada'))], whole).changes).toEqual(
      summarising([entry(1, exempt('ada'))], {
        comparison: { state: 'compared', summary: keepForComparison(previous) },
      }).changes,
    );
    expect(summary.exemptions.map(({ userName, isNew }) => [userName, isNew])).toEqual([
      ['ada', false],
      ['bob', true],
    ]);
    expect(summary.attention.filter(({ code }) => code === 'exemption-new')).toHaveLength(1);
    expect(readRecord(summarySchema, summary).state).toBe('known');
  });

  it.each([{ state: 'first' }, { state: 'unread', why: 'it is of another version' }] as const)(
    'knows of no change where it is not: %j',
    (comparison) => {
      const summary = summarising([entry(1, exempt('ada'))], { comparison });
      expect(summary).toMatchObject({ comparison, changes: null, exemptions: [{ isNew: null }] });
    },
  );
});

describe('what no policy covers', () => {
  it('is added up over the accounts that were to be counted', () => {
    const counted: AccountFacts = { ...factsOf(), census: aCensus({ rootKeys: 1, outOfScope: { users: 1, keys: 2 } }) };
    const summary = summarising([entry(1, counted), entry(2, { ...factsOf(), census: null }), entry(3, factsOf())]);
    expect(summary.census).toMatchObject({
      ...{ accounts: 2, incomplete: 1, rootKeys: { accounts: 1, keys: 1 } },
      outOfScope: { accounts: 1, users: 1, keys: 2 },
    });
    expect(summary.accounts.map(({ census }) => census?.rootKeys ?? null)).toEqual([1, null, null]);
  });
});

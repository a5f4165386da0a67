import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ENDINGS, type Ending } from './account-report.ts';
import { ACCOUNT_STATES, stateOf, type AccountFacts } from './account-state.ts';
import { readRecord } from './read-record.ts';
import { summarise, type SummariseInput } from './summarise.ts';
import { summarySchema, VERDICT_EXIT_CODES, type KeyTally } from './summary.ts';
import { aFailure, AS_OF, keyId } from './testing/account.ts';
import { mostly, shuffled } from './testing/arbitraries.ts';
import { ORGANIZATION, RUN } from './testing/plan.ts';
import { aReportedKey, anAccount, anAudit, factsOf, factsWithout } from './testing/report.ts';

type Entry = SummariseInput['accounts'][number];

const REFERENCE = { accessKeyId: keyId(), userName: 'ada' };
const OVERDUE = factsOf({ audit: anAudit({ overdue: [REFERENCE] }) });
const UNREACHABLE = factsOf({ agent: { state: 'unreachable', failure: aFailure() } });
const EXCLUDED: AccountFacts = { fate: { kind: 'excluded', because: 'none' }, run: { state: 'none-due' } };

/** An account of the organization; the number makes its id. */
function entry(number: number, facts: AccountFacts, overrides: Partial<Entry['account']> = {}): Entry {
  const accountId = String(number).padStart(12, '0');
  return { account: anAccount({ accountId, name: `Account ${number}`, fate: facts.fate, ...overrides }), facts };
}

function summarising(accounts: readonly Entry[], runs: SummariseInput['runs'] = []) {
  return summarise({ at: AS_OF, organizationId: ORGANIZATION, configHash: 'c1', runs, accounts });
}

const sum = (tally: KeyTally): number => ENDINGS.reduce((total, ending) => total + tally[ending], 0);

describe('the verdict', () => {
  it.each([
    ['compliant', [factsOf()], { inScope: 1, covered: 1, percent: 100 }],
    ['compliant', [factsOf(), EXCLUDED, factsWithout({ state: 'none-due' })], { inScope: 2, covered: 2, percent: 100 }],
    ['non-compliant', [factsOf(), OVERDUE], { inScope: 2, covered: 2, percent: 100 }],
    ['coverage-incomplete', [OVERDUE, UNREACHABLE, factsOf(), factsOf()], { inScope: 4, covered: 3, percent: 75 }],
    [
      'coverage-incomplete',
      [factsWithout({ state: 'held', days: 20, why: 'paused' })],
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

describe('an account of a summary', () => {
  it('shows its policy, its keys, and why it is in its state', () => {
    const exemptions = [false, true].map((lapsed) => ({
      userName: 'bob',
      by: 'tag',
      reason: 'r',
      owner: null,
      until: null,
      lapsed,
    }));
    const [account] = summarising([
      entry(1, factsOf({ users: 7, exemptions, audit: anAudit({ overdue: [REFERENCE] }) })),
    ]).accounts;
    expect(account).toMatchObject({
      ...{
        accountId: '000000000001',
        name: 'Account 1',
        organizationalUnitPath: '/Workloads',
        policy: 'weekly',
        assignedBy: '/',
      },
      ...{
        state: 'non-compliant',
        why: '1 overdue key, 0 disagreements of report and audit',
        inScope: true,
        covered: true,
      },
      ...{ users: 7, overdue: 1, exemptions: 1, keys: { deleted: 1, kept: 0 } },
    });
  });

  it.each([
    ['excluded', EXCLUDED, { policy: null, assignedBy: null, inScope: false, covered: false, users: 0, overdue: 0 }],
    [
      'unreachable to the audit',
      factsOf({ audit: { state: 'unavailable', failure: aFailure() } }),
      { policy: 'weekly', overdue: 0, covered: false },
    ],
    [
      'without a report',
      factsWithout({ state: 'no-report', why: 'gone' }),
      { state: 'incomplete', users: 0, exemptions: 0 },
    ],
  ] as const)('that is %s has no numbers of its own', (_what, facts, expected) => {
    expect(summarising([entry(1, facts)]).accounts).toMatchObject([expected]);
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

  it('shows every key and exemption with its account', () => {
    const exemption = { userName: 'bob', by: 'tag', reason: 'r', owner: null, until: null, lapsed: false };
    const summary = summarising([entry(1, factsOf({ exemptions: [exemption] })), entry(2, EXCLUDED)]);
    expect(summary.exemptions).toEqual([{ accountId: '000000000001', ...exemption }]);
    const { accessKeyId, userName, createdAt, lastUsed, rule } = aReportedKey();
    expect(summary.keyRecords).toEqual([
      {
        accountId: '000000000001',
        accessKeyId,
        userName,
        createdAt,
        lastUsed,
        rule,
        ending: 'deleted',
        verified: true,
        reason: null,
      },
    ]);
  });

  it('names the runs it comes from', () => {
    const runs: SummariseInput['runs'] = [
      { policy: 'weekly', runId: RUN, state: 'finished', reasons: [], revocationsPlanned: 1 },
    ];
    expect(summarising([], runs)).toMatchObject({ runs, at: AS_OF, organizationId: ORGANIZATION, configHash: 'c1' });
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

  // BUG summarise.ts findNowhere: compares spellings, not names. Where two policies write one group in two cases, the group of
  // the one is said to be nowhere though accounts of the other have it.
  it.fails('that another policy writes in another case is none', () => {
    expect(nowhere([withGroup('read'), withGroup('missing', 'included', 'developers')])).toEqual([]);
  });
});

describe('any summary', () => {
  const endings = fc.array(fc.constantFrom<Ending>(...ENDINGS), { maxLength: 5 });
  const reported = fc
    .record({
      endings,
      complete: mostly(fc.constant(true), fc.constant(false)),
      action: mostly(fc.constant('delete' as const), fc.constant('observe' as const)),
      agent: mostly(fc.constant('answered' as const), fc.constantFrom('no-agent' as const, 'lost' as const)),
      overdue: fc.boolean(),
    })
    .map(({ endings: all, agent, overdue, ...rest }) =>
      factsOf({
        ...{
          ...rest,
          keys: all.map((ending, at) => aReportedKey({ ending, accessKeyId: keyId(at) })),
          audit: anAudit({ overdue: overdue ? [REFERENCE] : [] }),
        },
        agent: { state: agent, failure: agent === 'answered' ? null : aFailure() },
      }),
    );
  const facts: fc.Arbitrary<AccountFacts> = mostly(
    reported,
    fc.constant(EXCLUDED),
    fc.constant<AccountFacts>({ fate: { kind: 'suspended', state: 'SUSPENDED' }, run: { state: 'none-due' } }),
    fc
      .constantFrom<AccountFacts['run']>(
        { state: 'none-due' },
        { state: 'held', days: 1, why: 'w' },
        { state: 'held', days: 99, why: 'w' },
        { state: 'no-report', why: 'w' },
      )
      .map(factsWithout),
  );
  const place = fc.constantFrom('/', '/Workloads', '/Workloads/Prod', '=1+1', '<script>');
  const organization = fc
    .array(fc.tuple(facts, place, fc.constantFrom('a', 'b', '__proto__')), { maxLength: 12 })
    .map((all) =>
      all.map(([each, organizationalUnitPath, name], at) => entry(at + 1, each, { organizationalUnitPath, name })),
    );

  it('holds every account exactly once, in the first state that holds', () => {
    fc.assert(
      fc.property(organization, (accounts) => {
        const summary = summarising(accounts);
        const states = new Map(summary.accounts.map(({ accountId, state }) => [accountId, state]));
        expect(summary.accounts).toHaveLength(accounts.length);
        for (const { account, facts: each } of accounts)
          expect(states.get(account.accountId)).toBe(stateOf(each).state);
      }),
    );
  });

  it('adds up: states to accounts, units to the whole, keys to keys', () => {
    fc.assert(
      fc.property(organization, (accounts) => {
        const { states, keys, organizationalUnits: units, coverage, keyRecords } = summarising(accounts);
        const total = (of: (unit: (typeof units)[number]) => number): number =>
          units.reduce((all, unit) => all + of(unit), 0);
        expect(ACCOUNT_STATES.reduce((all, { state }) => all + states[state], 0)).toBe(accounts.length);
        expect(total((unit) => unit.accounts)).toBe(accounts.length);
        expect(total((unit) => unit.inScope)).toBe(coverage.inScope);
        expect(total((unit) => unit.covered)).toBe(coverage.covered);
        for (const ending of ENDINGS) {
          expect(total((unit) => unit.keys[ending])).toBe(keys[ending]);
          expect(keyRecords.filter((key) => key.ending === ending)).toHaveLength(keys[ending]);
        }
        const seen = accounts.reduce(
          (all, { facts: { run } }) => all + (run.state === 'reported' ? run.report.keys.length : 0),
          0,
        );
        expect(sum(keys)).toBe(seen);
      }),
    );
  });

  it('counts as covered only what is in scope, and calls nothing compliant that is not', () => {
    fc.assert(
      fc.property(organization, (accounts) => {
        const { coverage, verdict, states, accounts: all } = summarising(accounts);
        const inScope = accounts.length - states.excluded - states.suspended;
        expect(coverage.inScope).toBe(inScope);
        expect(all.filter((account) => account.covered && !account.inScope)).toEqual([]);
        const broken = states['not-deployed'] + states.unreachable + states.incomplete + states.unknown;
        const complete = coverage.covered === inScope && inScope > 0;
        expect(coverage.covered).toBeLessThanOrEqual(inScope - broken);
        if (inScope === 0) expect(coverage.percent).toBeNull();
        else expect(coverage.percent).toBeCloseTo((coverage.covered / inScope) * 100);
        if (complete) expect(verdict).toBe(states['non-compliant'] > 0 ? 'non-compliant' : 'compliant');
        else expect(verdict).toBe('coverage-incomplete');
      }),
    );
  });

  it('is the same in whatever order accounts come, and can be read again', () => {
    fc.assert(
      fc.property(organization, fc.integer(), (accounts, seed) => {
        const summary = summarising(accounts);
        expect(summarising(shuffled(accounts, seed))).toEqual(summary);
        expect(readRecord(summarySchema, JSON.parse(JSON.stringify(summary)))).toEqual({
          state: 'known',
          value: summary,
        });
      }),
    );
  });

  // BUG findings.ts explainState: sentences join texts that may be 1,024 long each, and a summary holds 1,024. A report that can
  // be read leads to a summary that cannot.
  it.fails.each([
    ['a long failure', factsOf({ agent: { state: 'unreachable', failure: aFailure({ message: 'x'.repeat(1024) }) } })],
    ['many long reasons', factsWithout({ state: 'held', days: 1, why: Array(3).fill('x'.repeat(400)).join('; ') })],
  ])('can be read again after %s', (_what, long) => {
    expect(readRecord(summarySchema, summarising([entry(1, long)])).state).toBe('known');
  });
});

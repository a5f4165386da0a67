import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ENDINGS, type Ending } from './account-report.ts';
import { ACCOUNT_STATES, stateOf, type AccountFacts } from './account-state.ts';
import { readRecord } from './read-record.ts';
import { summarySchema, type AccountSummary } from './summary.ts';
import { aFailure, AS_OF, keyId } from './testing/account.ts';
import { mostly } from './testing/arbitraries.ts';
import { aLaterVerdict, aLook, lookedAt } from './testing/later-audit.ts';
import { entry, EXCLUDED, listing, summarising } from './testing/organization.ts';
import { shuffled } from './testing/relisted.ts';
import { aReportedKey, anAudit, factsOf, factsWithout } from './testing/report.ts';

const REFERENCE = { accessKeyId: keyId(), userName: 'ada' };

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
  const swept: fc.Arbitrary<AccountFacts> = mostly(
    reported,
    fc
      .constantFrom<AccountFacts['run']>(
        { state: 'none-due' },
        { state: 'held', days: 1, why: 'w', planned: null },
        { state: 'held', days: 99, why: 'w', planned: null },
        { state: 'no-report', why: 'w' },
      )
      .map(factsWithout),
  );
  const sights = ['overdue', 'notYetDue', 'leftScope', 'settled', 'unseen'] as const;
  /** The first keys of an account, those of its report among them, as a look since saw them. */
  const look = fc.array(fc.constantFrom(...sights), { maxLength: 8 }).map((all) => {
    const seen = (...which: readonly string[]) =>
      all.flatMap((each, at) => (which.includes(each) ? [{ ...REFERENCE, accessKeyId: keyId(at) }] : []));
    const dated = (...which: readonly string[]) => seen(...which).map((key) => ({ ...key, createdAt: AS_OF }));
    const lists = { overdue: seen('overdue'), notYetDue: dated('notYetDue'), leftScope: dated('leftScope') };
    return aLook({ verdict: aLaterVerdict(lists), live: dated('overdue', 'notYetDue', 'settled') });
  });
  const looked = mostly(
    swept,
    fc.tuple(swept, look).map(([each, seen]) => lookedAt(each, seen)),
  );
  const deployment = mostly(
    fc.constant<AccountFacts['deployment']>('current'),
    fc.constantFrom<AccountFacts['deployment']>('none', 'outdated', 'unknown', 'not-by-stack-set', 'nowhere'),
  );
  const facts: fc.Arbitrary<AccountFacts> = mostly(
    fc.tuple(looked, deployment).map(([each, how]) => ({ ...each, deployment: how })),
    fc.constant(EXCLUDED),
    fc.constant<AccountFacts>({ ...EXCLUDED, fate: { kind: 'suspended', state: 'SUSPENDED' } }),
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
        const {
          states,
          keys,
          organizationalUnits: units,
          coverage,
          standings,
          ages,
          ageless,
          ...summary
        } = summarising(accounts);
        const keyRecords = listing(accounts);
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
        expect(summary.keyRecords).toBe(keyRecords.length);
        for (const [standing, count] of [
          ['overdue', standings.overdue],
          ['not-yet-due', standings.notYetDue],
          ['left-scope', standings.leftScope],
        ] as const)
          expect(keyRecords.filter((key) => key.standing === standing)).toHaveLength(count);
        expect(ages.reduce((all, group) => all + group.keys, ageless)).toBe(
          summary.accounts.reduce((all, { live }) => all + live, 0),
        );
        const seen = accounts.reduce(
          (all, { facts: { run } }) => all + (run.state === 'reported' ? run.report.keys.length : 0),
          0,
        );
        expect(ENDINGS.reduce((all, ending) => all + keys[ending], 0)).toBe(seen);
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

  it('never gets better by stack instances that could not be read', () => {
    const known: AccountFacts['deployment'][] = ['current', 'none', 'outdated'];
    fc.assert(
      fc.property(swept, fc.constantFrom(...known), (each, deployment) => {
        const [[sighted], [blind]] = [deployment, 'unknown' as const].map(
          (how) => summarising([entry(1, { ...each, deployment: how })]).accounts,
        ) as [AccountSummary[], AccountSummary[]];
        const answered = each.run.state === 'reported' && each.run.report.agent.state === 'answered';
        if (blind!.covered) expect([sighted!.covered, answered]).toEqual([deployment === 'current', true]);
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

  it.each([
    ['a long failure', factsOf({ agent: { state: 'unreachable', failure: aFailure({ message: 'x'.repeat(1024) }) } })],
    [
      'many long reasons',
      factsWithout({ state: 'held', days: 1, why: Array(3).fill('x'.repeat(400)).join('; '), planned: null }),
    ],
  ])('can be read again after %s', (_what, long) => {
    expect(readRecord(summarySchema, summarising([entry(1, long)])).state).toBe('known');
  });
});

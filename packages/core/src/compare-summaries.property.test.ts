import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACCOUNT_STATES } from './account-state.ts';
import { compareSummaries, type ComparedAccount } from './compare-summaries.ts';
import { aComparedAccount, aComparedSummary } from './testing/compared.ts';
import { shuffled } from './testing/relisted.ts';

const CONFIGURED = new Map([
  ['weekly', ['Developers', 'Admins']],
  ['careful', ['Developers']],
]);
const SWAPPED = { better: 'worse', worse: 'better', other: 'other' } as const;

describe('any two summaries', () => {
  const account = fc
    .record({
      rule: fc.constantFrom(...ACCOUNT_STATES),
      held: fc.boolean(),
      policy: fc.constantFrom('weekly', 'careful', null),
      groups: fc.option(fc.subarray(['Developers', 'ADMINS', 'Gone'])),
      live: fc.nat(5),
    })
    .map(({ rule: { state, inScope }, held, ...rest }): Omit<ComparedAccount, 'accountId' | 'name'> => {
      const uncovered = ['not-deployed', 'unreachable', 'incomplete', 'unknown'].includes(state);
      return { ...rest, state, inScope, covered: inScope && !uncovered && !(state === 'paused' && held) };
    });
  const summary = fc
    .tuple(
      fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 12 }), account), { selector: ([number]) => number }),
      fc.record({ percent: fc.constantFrom(null, 0, 99.5, 100), overdue: fc.nat(9) }),
    )
    .map(([all, totals]) =>
      aComparedSummary(
        all.map(([number, each]) => aComparedAccount(number, each)),
        totals,
      ),
    );
  const compare = (...[before, after]: readonly [Summary, Summary]) => compareSummaries(before, after, CONFIGURED);
  type Summary = ReturnType<typeof aComparedSummary>;

  it('are the same where they are one', () => {
    fc.assert(
      fc.property(summary, (each) => {
        const { coverage, overdue, live, ...lists } = compare(each, each);
        for (const { before, after } of [coverage, overdue, live]) expect(after).toBe(before);
        expect(Object.values(lists).flat()).toEqual([]);
      }),
    );
  });

  it('are compared alike in whatever order their accounts stand', () => {
    fc.assert(
      fc.property(summary, summary, fc.integer(), (before, after, seed) => {
        const mixed = (each: Summary) => ({ ...each, accounts: shuffled(each.accounts, seed) });
        expect(compare(mixed(before), mixed(after))).toEqual(compare(before, after));
      }),
    );
  });

  it('change places: what was better is worse, who joined has departed', () => {
    fc.assert(
      fc.property(summary, summary, (before, after) => {
        const there = compare(before, after);
        const back = compare(after, before);
        expect(back.accounts).toEqual(
          there.accounts.map(({ from, to, direction, ...rest }) => ({
            ...rest,
            from: to,
            to: from,
            direction: SWAPPED[direction],
          })),
        );
        expect(back.departed.map(({ accountId }) => accountId)).toEqual(there.joined);
        expect(back.joined).toEqual(there.departed.map(({ accountId }) => accountId));
        expect(back.moved).toEqual(there.moved.map(({ from, to, ...rest }) => ({ ...rest, from: to, to: from })));
        expect(back.coverage).toEqual({ before: there.coverage.after, after: there.coverage.before });
      }),
    );
  });

  it('share out all accounts: they joined, departed, or are in both', () => {
    fc.assert(
      fc.property(summary, summary, (before, after) => {
        const { joined, departed, accounts, moved, vanishedGroups } = compare(before, after);
        const idsOf = (each: Summary) => each.accounts.map(({ accountId }) => accountId);
        const stayed = idsOf(before).filter((id) => idsOf(after).includes(id));
        expect([...stayed, ...joined].sort()).toEqual(idsOf(after).sort());
        expect([...stayed, ...departed.map(({ accountId }) => accountId)].sort()).toEqual(idsOf(before).sort());
        for (const { accountId } of [...accounts, ...moved, ...vanishedGroups]) expect(stayed).toContain(accountId);
      }),
    );
  });
});

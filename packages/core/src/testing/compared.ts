import type { ComparedAccount, ComparedSummary } from '../compare-summaries.ts';

/** A compliant account of a summary; the number makes its id. */
export function aComparedAccount(number = 1, overrides: Partial<ComparedAccount> = {}): ComparedAccount {
  return {
    ...{ accountId: String(number).padStart(12, '0'), name: `Account ${number}`, policy: 'weekly' },
    ...{ state: 'compliant', inScope: true, covered: true, groups: ['Developers'], live: 0 },
    ...overrides,
  };
}

/** A summary of some accounts; its totals are made up unless given. */
export function aComparedSummary(
  accounts: readonly ComparedAccount[],
  { percent = 100, overdue = 0 }: { readonly percent?: number | null; readonly overdue?: number } = {},
): ComparedSummary {
  return {
    coverage: { inScope: accounts.length, covered: accounts.length, percent },
    standings: { overdue, notYetDue: 0, leftScope: 0 },
    accounts,
  };
}

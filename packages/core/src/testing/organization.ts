import type { AccountFacts } from '../account-state.ts';
import { digestAccount, type AccountEntry, type DigestedAccount } from '../digest-account.ts';
import { digestTerms, summarise, type SummariseInput } from '../summarise.ts';
import type { SummarisedKey, Summary } from '../summary.ts';
import { AS_OF } from './account.ts';
import { ORGANIZATION, RUN } from './plan.ts';
import { NEXT_DUE } from './later-audit.ts';
import { anAccount } from './report.ts';

/** An account that the configuration leaves out. */
export const EXCLUDED: AccountFacts = {
  fate: { kind: 'excluded', because: 'none' },
  deployment: 'none',
  run: { state: 'none-due' },
};

/** An account of the organization; the number makes its id. */
export function entry(
  number: number,
  facts: AccountFacts,
  overrides: Partial<AccountEntry['account']> = {},
): AccountEntry {
  const accountId = String(number).padStart(12, '0');
  return { account: anAccount({ accountId, name: `Account ${number}`, fate: facts.fate, ...overrides }), facts };
}

/** What a summary is made of; what it is held against is nothing. */
export function aSummariseInput(overrides: Partial<SummariseInput> = {}): SummariseInput {
  return {
    ...{
      id: `${RUN}-weekly`,
      at: AS_OF,
      organizationId: ORGANIZATION,
      configHash: 'c1',
      runs: [],
      instancesUnread: null,
    },
    ...{ comparison: { state: 'first' }, configuredGroups: new Map([['weekly', ['Developers']]]) },
    ...{ auditId: null, policies: [{ policy: 'weekly', nextDue: NEXT_DUE }] },
    ...overrides,
  };
}

/** These accounts, each digested. */
export function digesting(
  accounts: readonly AccountEntry[],
  overrides: Partial<SummariseInput> = {},
): readonly DigestedAccount[] {
  const terms = digestTerms(aSummariseInput(overrides));
  return accounts.map((each) => digestAccount(each, terms));
}

/** The summary of these accounts. */
export function summarising(accounts: readonly AccountEntry[], overrides: Partial<SummariseInput> = {}): Summary {
  return summarise(
    aSummariseInput(overrides),
    digesting(accounts, overrides).map(({ digest }) => digest),
  );
}

/** The keys of these accounts. */
export function listing(accounts: readonly AccountEntry[]): readonly SummarisedKey[] {
  return digesting(accounts).flatMap(({ keys }) => keys);
}

import type { AccountFacts } from '../account-state.ts';
import { summarise, type SummariseInput } from '../summarise.ts';
import type { Summary } from '../summary.ts';
import { AS_OF } from './account.ts';
import { ORGANIZATION } from './plan.ts';
import { NEXT_DUE } from './later-audit.ts';
import { anAccount } from './report.ts';

/** One account of an organization, with its facts. */
export type Entry = SummariseInput['accounts'][number];

/** An account that the configuration leaves out. */
export const EXCLUDED: AccountFacts = {
  fate: { kind: 'excluded', because: 'none' },
  deployment: 'none',
  run: { state: 'none-due' },
};

/** An account of the organization; the number makes its id. */
export function entry(number: number, facts: AccountFacts, overrides: Partial<Entry['account']> = {}): Entry {
  const accountId = String(number).padStart(12, '0');
  return { account: anAccount({ accountId, name: `Account ${number}`, fate: facts.fate, ...overrides }), facts };
}

/** The summary of these accounts. */
export function summarising(accounts: readonly Entry[], overrides: Partial<SummariseInput> = {}): Summary {
  return summarise({
    ...{ at: AS_OF, organizationId: ORGANIZATION, configHash: 'c1', runs: [], instancesUnread: null },
    ...{ auditId: null, policies: [{ policy: 'weekly', nextDue: NEXT_DUE }] },
    accounts,
    ...overrides,
  });
}

import type { AccountSummary, SummarisedKey, Summary } from '@keysweep/core';
import { ENDING_LABELS, STATE_LABELS } from './labels.ts';

/** The accounts that a person must see: those whose state is not as it should be, and those that must be acted on. */
export function accountsForAPerson({ accounts, attention }: Summary): readonly AccountSummary[] {
  const toActOn = new Set(attention.filter(({ severity }) => severity === 'act').map(({ accountId }) => accountId));
  return accounts.filter(({ state, overdue, accountId }) => {
    const { tone } = STATE_LABELS[state];
    return tone === 'bad' || tone === 'warn' || overdue > 0 || toActOn.has(accountId);
  });
}

/** The keys that a person must see: those that nothing settled, and those that were still seen afterwards. */
export function keysForAPerson({ keyRecords }: Summary): readonly SummarisedKey[] {
  return keyRecords.filter(({ ending, verified }) => {
    const { tone } = ENDING_LABELS[ending];
    return tone === 'bad' || tone === 'warn' || verified === false;
  });
}

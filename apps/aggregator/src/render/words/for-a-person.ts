import type { AccountSummary, SummarisedKey, Summary } from '@keysweep/core';
import { ENDING_LABELS, STANDING_LABELS, STATE_LABELS, type Label } from './labels.ts';

/** The accounts that a person must see. */
export function accountsForAPerson({ accounts, attention }: Summary): readonly AccountSummary[] {
  const toActOn = new Set(attention.filter(({ severity }) => severity === 'act').map(({ accountId }) => accountId));
  return accounts.filter((account) => isAccountForAPerson(account, toActOn.has(account.accountId)));
}

/** Whether a person must see an account: its state is not as it should be, a key of it is overdue, or it must be acted on. */
export function isAccountForAPerson({ state, overdue }: AccountSummary, mustBeActedOn: boolean): boolean {
  return isAlarming(STATE_LABELS[state]) || overdue > 0 || mustBeActedOn;
}

/** Whether a person must see a key: nothing settled it, it was still seen afterwards, or no sweep will settle it. */
export function isKeyForAPerson({ ending, verified, standing }: SummarisedKey): boolean {
  const isUnsettled = ending !== null && isAlarming(ENDING_LABELS[ending]);
  return isUnsettled || verified === false || isAlarming(STANDING_LABELS[standing]);
}

function isAlarming({ tone }: Pick<Label, 'tone'>): boolean {
  return tone === 'bad' || tone === 'warn';
}

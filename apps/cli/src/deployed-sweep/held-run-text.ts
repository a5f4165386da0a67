import {
  countOf,
  formatCount,
  formatShortInstant,
  type HeldAccount,
  type HeldRunDescription,
} from '@keysweep/aggregator';
import { printable } from '../printable.ts';
import { inColumns } from '../sweep-text/columns.ts';

/** A terminal is no place for a thousand accounts. */
const MOST_ACCOUNTS = 25;

/** What somebody should have seen who lets a held run go on: why it was held, what it would do, and where. */
export function heldRunText({ policy, runId, asOf, reasons, totals, accounts }: HeldRunDescription): string {
  const more = accounts.slice(MOST_ACCOUNTS);
  const table = [
    ['Account', 'delete', 'deactivate'],
    ...accounts
      .slice(0, MOST_ACCOUNTS)
      .map((account) => rowOf(`${printable(account.name)} (${account.accountId})`, [account])),
    ...(more.length === 0 ? [] : [rowOf(`and ${countOf(more.length, 'more account')}`, more)]),
    rowOf(countOf(accounts.length, 'account'), accounts),
  ];
  const unread = accounts.filter(({ planned }) => planned === null).length;
  return [
    `The run ${runId} of ${policy} was held: ${reasons.map(printable).join('; ')}`,
    `It had planned ${countOf(totals.revocations, 'revocation')}. What is left of them:`,
    ...inColumns(table),
    ...(unread === 0 ? [] : [`The plans of ${countOf(unread, 'account')} cannot be read: nothing is done there.`]),
    `Ages and days count to ${formatShortInstant(asOf)}; keys made since are not of it. Agents look again first, and only ever spare.`,
  ].join('\n');
}

function rowOf(label: string, accounts: readonly HeldAccount[]): string[] {
  const sum = (field: 'delete' | 'deactivate'): string =>
    formatCount(accounts.reduce((total, { planned }) => total + (planned?.[field] ?? 0), 0));
  if (accounts.length > 0 && accounts.every(({ planned }) => planned === null)) return [label, '?', '?'];
  return [label, sum('delete'), sum('deactivate')];
}

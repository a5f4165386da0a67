import { countOf, formatCount } from '@keysweep/aggregator';
import type { Gate } from '@keysweep/core';
import { printable } from '../printable.ts';
import { inColumns } from './columns.ts';
import { changesOf, type PlanDigest } from './plan-digest.ts';

/** A terminal is no place for a thousand accounts. */
const MOST_ACCOUNTS = 25;

/** Names of accounts by id. */
export type AccountNames = ReadonlyMap<string, string>;

/** What the plans of a run would do, account by account, those with the most first, and what of them is refused as a whole. */
export function planText(plans: readonly PlanDigest[], names: AccountNames): string {
  const acting = plans
    .filter((plan) => changesOf([plan]) > 0)
    .sort((left, right) => changesOf([right]) - changesOf([left]));
  const more = acting.slice(MOST_ACCOUNTS);
  const table = [
    ['Account', 'delete', 'deactivate', 'exempt', 'unknown'],
    ...acting.slice(0, MOST_ACCOUNTS).map((plan) => rowOf(accountText(plan.accountId, names), [plan])),
    ...(more.length === 0 ? [] : [rowOf(`and ${countOf(more.length, 'more account')}`, more)]),
    rowOf(`${countOf(acting.length, 'account')} of ${formatCount(plans.length)}`, plans),
  ];
  return [...inColumns(table), ...refusedLines(plans, names)].join('\n');
}

function refusedLines(plans: readonly PlanDigest[], names: AccountNames): string[] {
  const refused = plans.flatMap(({ accountId, refusal }) => {
    if (refusal === null) return [];
    const why = `${formatCount(refusal.planned)} revocations planned, at most ${formatCount(refusal.limit)} allowed`;
    return [`  ${accountText(accountId, names)} is refused as a whole: ${why}`];
  });
  const left = refused.length - MOST_ACCOUNTS;
  return left > 0 ? [...refused.slice(0, MOST_ACCOUNTS), `  and ${countOf(left, 'more account')} as well`] : refused;
}

function rowOf(label: string, plans: readonly PlanDigest[]): string[] {
  const sum = (field: 'delete' | 'deactivate' | 'exempt' | 'unknown'): string =>
    formatCount(plans.reduce((total, plan) => total + plan[field], 0));
  return [label, sum('delete'), sum('deactivate'), sum('exempt'), sum('unknown')];
}

/** What a gate found. */
export interface GateFound {
  readonly verdict: Gate['verdict'];
  readonly reasons: readonly string[];
  readonly revocations: number;
}

/** The same in a line. */
export function gateText({ verdict, reasons, revocations }: GateFound): string {
  if (verdict === 'held') return `HELD: ${reasons.map(printable).join('; ')}`;
  return `The gate is open for ${countOf(revocations, 'revocation')}.`;
}

/** An account as a person knows it. */
export function accountText(accountId: string, names: AccountNames): string {
  const name = names.get(accountId);
  return name === undefined ? accountId : `${printable(name)} (${accountId})`;
}

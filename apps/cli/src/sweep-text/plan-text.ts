import { countOf, formatCount } from '@keysweep/aggregator';
import { keysToChange, type AccountPlan, type Gate } from '@keysweep/core';
import { printable } from '../printable.ts';
import { inColumns } from './columns.ts';

/** A terminal is no place for a thousand accounts. */
const MOST_ACCOUNTS = 25;

/** Names of accounts by id. */
export type AccountNames = ReadonlyMap<string, string>;

/** How many keys a plan would have deleted, deactivated, and left for which reason. */
interface Counts {
  readonly delete: number;
  readonly deactivate: number;
  readonly exempt: number;
  readonly unknown: number;
}

/** What the plans of a run would do, account by account, those with the most first, and what of them is refused as a whole. */
export function planText(plans: readonly AccountPlan[], names: AccountNames): string {
  const acting = plans
    .filter((plan) => keysToChange(plan).length > 0)
    .sort((left, right) => keysToChange(right).length - keysToChange(left).length);
  const rows = acting.map((plan) => rowOf(accountText(plan.accountId, names), countsOf([plan])));
  const more = acting.slice(MOST_ACCOUNTS);
  const table = [
    ['Account', 'delete', 'deactivate', 'exempt', 'unknown'],
    ...rows.slice(0, MOST_ACCOUNTS),
    ...(more.length === 0 ? [] : [rowOf(`and ${countOf(more.length, 'more account')}`, countsOf(more))]),
    rowOf(`${countOf(acting.length, 'account')} of ${formatCount(plans.length)}`, countsOf(plans)),
  ];
  const refused = plans.flatMap(({ accountId, refusal }) =>
    refusal === null
      ? []
      : [
          `  ${accountText(accountId, names)} is refused as a whole: ${formatCount(refusal.planned)} revocations planned, at most ${formatCount(refusal.limit)} allowed`,
        ],
  );
  return [...inColumns(table), ...refused].join('\n');
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

function countsOf(plans: readonly AccountPlan[]): Counts {
  const changes = plans.flatMap((plan) => keysToChange(plan));
  const others = plans.flatMap(({ keys }) => keys);
  return {
    delete: changes.filter(({ decision }) => decision === 'delete').length,
    deactivate: changes.filter(({ decision }) => decision === 'deactivate').length,
    exempt: others.filter(({ decision }) => decision === 'exempt').length,
    unknown: others.filter(({ decision }) => decision === 'unknown').length,
  };
}

function rowOf(label: string, counts: Counts): string[] {
  return [label, ...[counts.delete, counts.deactivate, counts.exempt, counts.unknown].map(formatCount)];
}

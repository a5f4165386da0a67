import { countOf } from '@keysweep/aggregator';
import { keysToChange, maskAccessKeyId, type AccountPlan, type Outcome, type PolicyRules } from '@keysweep/core';
import { lookLines } from '../plan/account-lines.ts';
import { printable } from '../printable.ts';
import { coloursOf } from '../summary-text/paint.ts';
import { wrap } from '../summary-text/wrap.ts';
import { inColumns } from '../sweep-text/columns.ts';
import type { Terminal } from '../terminal.ts';

const NARROWEST = 40;
const WIDEST = 120;

/** The plan of one account, key by key, and what is to be known before somebody says yes to it. */
export function planHereText(
  plan: AccountPlan,
  { rules, ownKeyId }: { readonly rules: PolicyRules; readonly ownKeyId: string },
  { width, colour }: Pick<Terminal, 'width' | 'colour'>,
): string {
  const columns = Math.min(WIDEST, Math.max(NARROWEST, width));
  const style = { width: columns, colours: coloursOf(colour), at: plan.asOf };
  const isOwn = keysToChange(plan).some(({ accessKeyId }) => accessKeyId === ownKeyId);
  const own = `Your own key ${maskAccessKeyId(ownKeyId)} is among them: it goes last, and this command works no more with it.`;
  return [
    ...wrap(
      `The plan for ${plan.accountId}: to ${rules.action} keys of ${rules.groups.map(printable).join(', ')}.`,
      columns,
    ),
    ...exemptionLines(rules, columns),
    ...(plan.keys.length === 0 ? ['  No access keys.'] : lookLines(plan, style)),
    ...(isOwn ? wrap(own, columns) : []),
  ].join('\n');
}

function exemptionLines({ exempt }: PolicyRules, width: number): string[] {
  if (exempt.groups.length + exempt.users.length > 0) return [];
  return wrap('Nobody is exempt but whom the tag keysweep-exempt or keysweep-exempt-until says.', width);
}

/** What became of every key of the plan, and how many there were of each. */
export function outcomesText(outcomes: readonly Outcome[]): string {
  const counts = new Map<string, number>();
  for (const { outcome } of outcomes) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  const total = [...counts].map(([outcome, count]) => `${count} ${outcome}`).join(', ');
  return [
    ...inColumns(outcomes.map(rowOf), 4),
    `${countOf(outcomes.length, 'key')}: ${total === '' ? 'nothing to do' : total}.`,
  ].join('\n');
}

function rowOf({ outcome, accessKeyId, userName, verified, reason, failure }: Outcome): string[] {
  const isDone = outcome === 'deleted' || outcome === 'deactivated';
  const unseen = isDone ? 'nobody could look again' : '';
  const seen = verified === null ? unseen : verified ? 'seen to be so' : 'NOT seen to be so';
  const words = [reason ?? seen, failure === null ? '' : `${failure.operation}: ${failure.code}`];
  const why = words.filter((word) => word !== '').join(': ');
  return [outcome, maskAccessKeyId(accessKeyId), printable(userName), printable(why)];
}

import { countOf, formatCount } from '@keysweep/aggregator';
import { printable } from '../printable.ts';
import { wrapIndented } from '../summary-text/wrap.ts';
import type { AccountStyle } from './account-lines.ts';
import type { PlanEnd } from './plan-end.ts';
import { changesAmong } from './tally.ts';

/** A terminal is no place for a thousand accounts. */
const MOST = 12;

/** What is said of a plan as a whole, the totals last. */
export function endLines(end: PlanEnd, { width, colours, isDeployed }: Omit<AccountStyle, 'at'>): string[] {
  const notes = [...leftOutNotes(end), ...groupNotes(end), ...gateNotes(end), ...(isDeployed ? agentNotes(end) : [])];
  return [
    ...(notes.length === 0 ? [] : ['', ...notes.flatMap((note) => wrapIndented(note, width, ''))]),
    '',
    ...wrapIndented(totalsText(end), width, '').map((line) => colours.bold(line)),
  ];
}

function leftOutNotes({ leftOut }: PlanEnd): string[] {
  const count = (fate: 'excluded' | 'suspended'): number => leftOut.filter((each) => each.fate === fate).length;
  const parts = (['excluded', 'suspended'] as const).filter((fate) => count(fate) > 0);
  if (parts.length === 0) return [];
  const words = parts.map((fate) => `${formatCount(count(fate))} ${fate}`).join(', ');
  return [`No sweep touches ${countOf(leftOut.length, 'account')}: ${words}.`];
}

function groupNotes({ groupsNowhere }: PlanEnd): string[] {
  const told = groupsNowhere
    .slice(0, MOST)
    .map(
      ({ policy, group }) => `None of the accounts under ${policy} that were read has the group ${printable(group)}.`,
    );
  const left = groupsNowhere.length - told.length;
  return left > 0 ? [...told, `The same is true of ${countOf(left, 'more group')}.`] : told;
}

function gateNotes({ gates }: PlanEnd): string[] {
  return gates
    .filter(({ verdict }) => verdict === 'held')
    .map(
      ({ policy, reasons }) => `The run of ${policy} would be HELD as a whole: ${reasons.map(printable).join('; ')}.`,
    );
}

function agentNotes({ totals: { accounts } }: PlanEnd): string[] {
  if (accounts.withoutAgent === 0) return [];
  if (accounts.withoutAgent === 1) return ['1 account has no agent: no sweep reaches it before it has one.'];
  return [`${formatCount(accounts.withoutAgent)} accounts have no agent: no sweep reaches them before they have one.`];
}

function totalsText({ totals: { keys, accounts } }: PlanEnd): string {
  const some = (count: number, words: string): string[] => (count === 0 ? [] : [`${formatCount(count)} ${words}`]);
  const changes = [...some(keys.delete, 'to delete'), ...some(keys.deactivate, 'to deactivate')];
  const others = [...some(keys.keep, 'to keep'), ...some(keys.exempt, 'exempt'), ...some(keys.unknown, 'unknown')];
  const doubts = [
    ...(accounts.refused === 0
      ? []
      : [`${countOf(accounts.refused, 'account')} with ${countOf(keys.refused, 'revocation')} refused as a whole`]),
    ...(accounts.unread === 0 ? [] : [`${countOf(accounts.unread, 'account')} could not be read`]),
    ...(accounts.partlyRead === 0 ? [] : [`${countOf(accounts.partlyRead, 'account')} could not be read in full`]),
  ];
  const planned = formatCount(accounts.planned);
  const parts = [
    changesAmong(keys) === 0
      ? `nothing to do in ${countOf(accounts.planned, 'account')}`
      : `${changes.join(', ')} in ${formatCount(accounts.changed)} of ${planned} accounts`,
    ...(others.length === 0 ? [] : [others.join(', ')]),
    ...(doubts.length === 0 ? [] : [doubts.join(', ')]),
  ];
  return `Plan: ${parts.join('; ')}.`;
}

import type { Summary, SummaryChanges } from '@keysweep/core';
import { countOf, formatCount, formatPercent, formatShortInstant } from './format.ts';
import { STATE_LABELS, type Tone } from './labels.ts';
import { joinWords } from './story.ts';

/** Which way something went. */
export type Direction = SummaryChanges['accounts'][number]['direction'];

/** The label of each way that an account may have gone. */
export const DIRECTION_LABELS: Readonly<Record<Direction, { readonly label: string; readonly tone: Tone }>> = {
  worse: { label: 'Worse', tone: 'bad' },
  better: { label: 'Better', tone: 'good' },
  other: { label: 'Otherwise', tone: 'quiet' },
};

/** Worse first: that is what a reader looks for. */
export const DIRECTION_ORDER = Object.keys(DIRECTION_LABELS) as readonly Direction[];

/** One number of the organization, then and now. */
export interface ChangedFigure {
  readonly name: 'coverage' | 'overdue' | 'live';
  readonly label: string;
  readonly before: string;
  readonly after: string;
  /** Null where it is as before. */
  readonly direction: Direction | null;
}

/** The numbers of the organization, then and now: more coverage is better, more keys are worse. */
export function changedFigures({ coverage, overdue, live }: SummaryChanges): readonly ChangedFigure[] {
  const keys = ({ before, after }: { readonly before: number; readonly after: number }) => ({
    before: formatCount(before),
    after: formatCount(after),
    direction: directionOf(after, before),
  });
  const { before, after } = coverage;
  const direction = before === null || after === null ? null : directionOf(before, after);
  return [
    {
      name: 'coverage',
      label: 'Coverage',
      before: formatPercent(before),
      after: formatPercent(after),
      direction: before === after ? null : (direction ?? 'other'),
    },
    { name: 'overdue', label: 'Overdue keys', ...keys(overdue) },
    { name: 'live', label: 'Active keys in scope', ...keys(live) },
  ];
}

function directionOf(lesser: number, greater: number): Direction | null {
  if (lesser === greater) return null;
  return greater > lesser ? 'better' : 'worse';
}

/** From which state to which, in words. Of the same state, what changed is whether it counts as covered. */
export function stateChangeLabel({
  from,
  to,
  direction,
}: Omit<SummaryChanges['accounts'][number], 'accountId'>): string {
  if (from !== to) return `${STATE_LABELS[from].label} → ${STATE_LABELS[to].label}`;
  return `Still ${STATE_LABELS[to].label.toLowerCase()}, ${direction === 'worse' ? 'no longer covered' : 'covered again'}`;
}

/**
 * What is otherwise than in the previous summary, in a few sentences without names. The reason why that is not known is
 * untrusted text.
 */
export function tellChanges({ comparison, changes, exemptions }: Summary): readonly string[] {
  if (comparison.state === 'first') return ['This is the first summary: there is none to compare it with.'];
  if (comparison.state === 'unread' || changes === null)
    return [`What changed is not known: ${comparison.state === 'unread' ? comparison.why : 'nothing was compared'}.`];
  const figures = changedFigures(changes).map(({ label, before, after }) => {
    const name = label.toLowerCase();
    return before === after ? `${name} ${after} as before` : `${name} ${before} → ${after}`;
  });
  const newExemptions = exemptions.filter(({ isNew }) => isNew === true).length;
  const told = [
    tellStates(changes),
    tellMembers(changes),
    changes.vanishedGroups.length > 0 && `${countOf(changes.vanishedGroups.length, 'configured group')} vanished`,
    newExemptions > 0 && `${countOf(newExemptions, 'exemption')} ${newExemptions === 1 ? 'is' : 'are'} new`,
  ].filter((part) => part !== false);
  return [
    `Since ${formatShortInstant(comparison.at)}: ${joinWords(figures)}.`,
    ...(told.length === 0 ? ['No account came, left or changed its state.'] : told.map((part) => `${part}.`)),
  ];
}

function tellStates({ accounts }: SummaryChanges): string | false {
  const of = (direction: Direction): number => accounts.filter((each) => each.direction === direction).length;
  const be = (count: number): string => (count === 1 ? 'is' : 'are');
  const parts = [
    of('worse') > 0 && `${countOf(of('worse'), 'account')} ${be(of('worse'))} worse`,
    of('better') > 0 && `${countOf(of('better'), 'account')} ${be(of('better'))} better`,
    of('other') > 0 && `${countOf(of('other'), 'account')} ${be(of('other'))} in another state`,
  ].filter((part) => part !== false);
  return parts.length > 0 && joinWords(parts);
}

function tellMembers({ joined, departed, moved }: SummaryChanges): string | false {
  const parts = [
    joined.length > 0 && `${countOf(joined.length, 'account')} joined`,
    departed.length > 0 && `${countOf(departed.length, 'account')} departed`,
    moved.length > 0 && `${countOf(moved.length, 'account')} moved to another policy`,
  ].filter((part) => part !== false);
  return parts.length > 0 && joinWords(parts);
}

import { countOf, formatCount } from '@keysweep/aggregator';
import type { DeploymentDiff } from '@keysweep/core';
import { coloursOf } from '../summary-text/paint.ts';
import { wrap } from '../summary-text/wrap.ts';
import { unmarked, type Layout } from './marked.ts';
import { policyText, totalsOf, type Totals } from './policy-text.ts';
import { rollOutClause, rollOutText } from './roll-out-text.ts';
import { scheduleText } from './schedule-text.ts';
import { stacksText, type StackRoles } from './stack-text.ts';
import type { NameOf } from './value-text.ts';

/** What the place can show that the text is printed to, and what it is about. */
export interface DiffTextOptions {
  readonly width: number;
  readonly colour: boolean;
  readonly names: StackRoles;
  /** The path of an OU, by its id. */
  readonly nameOf: NameOf;
}

const WIDEST = 120;
const NARROWEST = 40;

/** A difference as text for a terminal: stack by stack, then members, schedules and policies, and one line of totals. */
export function renderDiffText(diff: DeploymentDiff, { width, colour, ...about }: DiffTextOptions): string {
  const layout = layoutFor(width, colour);
  const { bold } = layout.colours;
  const stacks = {
    total: diff.stacks.length,
    changing: diff.stacks.filter(({ change }) => change !== 'unchanged').length,
  };
  const lines = [
    bold('Stacks'),
    ...stacksText(diff, layout, about),
    ...sectionsText(diff, layout, about.nameOf),
    '',
    ...wrap(diff.changed ? totalsText(diff, stacks) : 'Nothing changes.', layout.width).map((line) => bold(line)),
  ];
  return `${lines.join('\n')}\n`;
}

/** How a text about differences is laid out in so many columns. */
export function layoutFor(width: number, colour: boolean): Layout {
  return { width: Math.min(WIDEST, Math.max(NARROWEST, width)), colours: coloursOf(colour), depth: 1 };
}

/** What changes beside the stacks: in member accounts, schedules and policies. */
export function sectionsText(diff: DeploymentDiff, layout: Layout, nameOf: NameOf): string[] {
  const { bold } = layout.colours;
  const section = (title: string, lines: readonly string[]): string[] => ['', bold(title), ...lines];
  const schedules = diff.schedules.flatMap((each) => scheduleText(each, layout));
  const policies = policyText(diff.assignments, layout);
  return [
    ...section('Member accounts', rollOutText(diff.rollOut, layout, nameOf)),
    ...section('Schedules', schedules.length === 0 ? unmarked('unchanged', layout) : schedules),
    ...section('Policies', policies.length === 0 ? unmarked('every OU and account as before', layout) : policies),
  ];
}

/** All of it in one sentence. */
export function totalsText(
  diff: DeploymentDiff,
  stacks: { readonly total: number; readonly changing: number },
): string {
  const { organizationalUnits, accounts } = diff.assignments;
  const parts = [
    `${stacks.changing} of ${countOf(stacks.total, 'stack')} ${stacks.changing === 1 ? 'changes' : 'change'}`,
    rollOutClause(diff.rollOut),
    tally('account', totalsOf(accounts)),
    tally('OU', totalsOf(organizationalUnits)),
  ];
  return `${parts.join('; ')}.`;
}

function tally(what: string, { joined, left, newPolicy, otherwise }: Totals): string {
  const parts = [
    `${newPolicy === 0 ? `no ${what}` : countOf(newPolicy, what)} under another policy`,
    ...(joined === 0 ? [] : [`${formatCount(joined)} new`]),
    ...(left === 0 ? [] : [`${formatCount(left)} gone`]),
    ...(otherwise === 0 ? [] : [`${formatCount(otherwise)} changed otherwise`]),
  ];
  return parts.join(', ');
}

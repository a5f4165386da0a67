import { countOf } from '@keysweep/aggregator';
import type { StackChange } from '@keysweep/aws';
import type { DeploymentDiff } from '@keysweep/core';
import { STACK_NAMES } from '@keysweep/stacksets/names';
import { below, marked, unmarked, type Change, type Layout } from '../diff-text/marked.ts';
import { layoutFor, sectionsText, totalsText } from '../diff-text/render-diff-text.ts';
import { aggregatorText } from '../diff-text/stack-text.ts';
import type { NameOf } from '../diff-text/value-text.ts';
import { wrap } from '../summary-text/wrap.ts';
import type { PlannedStack } from './stack-plan.ts';

/** What a deployment is going to do, and how the place looks that it is printed to. */
export interface PlanText {
  readonly stacks: readonly PlannedStack[];
  readonly diff: DeploymentDiff;
  /** Whether it is known who falls under which policy until now. */
  readonly assignmentsKnown: boolean;
  readonly nameOf: NameOf;
}

/** A plan as text for a terminal: the stacks as CloudFormation will change them, then what `diff` says beside them. */
export function planText(
  { stacks, diff, assignmentsKnown, nameOf }: PlanText,
  { width, colour }: { readonly width: number; readonly colour: boolean },
): string {
  const layout = layoutFor(width, colour);
  const { bold } = layout.colours;
  const changing = stacks.filter(({ change }) => change !== 'unchanged').length;
  const unknown = 'Who changes policy is not known: the configuration that is deployed could not be read back.';
  const isFirst = stacks.some(({ job, change }) => job.name === STACK_NAMES.central && change === 'new');
  const totals = totalsText(diff, { total: stacks.length, changing });
  const sentence = changing === 0 ? 'Nothing changes.' : `${isFirst ? 'A first deployment: ' : ''}${totals}`;
  const lines = [
    bold('Stacks, as CloudFormation will change them'),
    ...stacks.flatMap((stack) => stackText(stack, layout, { diff, nameOf })),
    ...(changing === 0 ? [] : sectionsText(diff, layout, nameOf)),
    ...(assignmentsKnown ? [] : unmarked(unknown, layout)),
    '',
    ...wrap(sentence, layout.width).map((line) => bold(line)),
  ];
  return `${lines.join('\n')}\n`;
}

const LONGEST_NAME = Math.max(...Object.values(STACK_NAMES).map(({ length }) => length));

function stackText(
  { job, change, changes, adopts }: PlannedStack,
  layout: Layout,
  { diff, nameOf }: Pick<PlanText, 'diff' | 'nameOf'>,
): string[] {
  const name = job.name.padEnd(LONGEST_NAME);
  if (change === 'unchanged') return unmarked(`${name}  unchanged`, layout);
  if (change === 'new') {
    const taken = changes.filter(({ action }) => action === 'Import');
    const made = changes.length - taken.length;
    const head = marked('added', `${name}  new, with ${countOf(made, 'resource')}`, layout);
    const words = 'taken in as it is: left behind by an earlier deployment';
    return adopts ? [...head, ...taken.flatMap((each) => changeText(each, layout, words))] : head;
  }
  const asset = job.name === STACK_NAMES.central ? aggregatorText(diff.aggregator, layout, nameOf) : [];
  const resources = changes.flatMap((each) => changeText(each, layout, REPLACEMENTS[each.replacement]));
  const silent = changes.length === 0 ? unmarked('no resource; outputs or tags', below(layout)) : [];
  return [...marked('changed', `${name}  changes`, layout), ...asset, ...resources, ...silent];
}

const REPLACEMENTS = { no: '', perhaps: 'perhaps replaced by another', yes: 'replaced by another' } as const;

function changeText({ action, logicalId, type }: StackChange, layout: Layout, words: string): string[] {
  const marks: Readonly<Record<string, Change>> = { Add: 'added', Import: 'added', Remove: 'removed' };
  const text = words === '' ? `${logicalId}, ${type}` : `${logicalId}, ${type}: ${words}`;
  return marked(marks[action] ?? 'changed', text, below(layout));
}

import { countOf } from '@keysweep/aggregator';
import type { RollOutDiff } from '@keysweep/core';
import { below, marked, unmarked, type Layout } from './marked.ts';
import { templateText } from './stack-text.ts';
import { changeText, type NameOf } from './value-text.ts';

/** In one clause, whether and where stacks of members would be touched. */
export function rollOutClause({ needed, accounts }: RollOutDiff): string {
  if (!needed) return 'no roll-out needed';
  const { updated, created, deleted } = accounts;
  const parts = [
    ...(updated === 0 ? [] : [`a roll-out to ${countOf(updated, 'account')}`]),
    ...(created === 0 ? [] : [`a first stack in ${countOf(created, 'account')}`]),
    ...(deleted === 0 ? [] : [`the stack taken out of ${countOf(deleted, 'account')}`]),
  ];
  return parts.length === 0 ? 'a roll-out to no account' : parts.join(', ');
}

/** What would happen in the members' accounts, and what calls for it. */
export function rollOutText(diff: RollOutDiff, layout: Layout, nameOf: NameOf): string[] {
  const { needed, memberTemplate, parameters, targets } = diff;
  if (!needed)
    return unmarked(
      'No roll-out needed: the member template, its parameters and its targets stay as they are.',
      layout,
    );
  const targetText = ({ organizationalUnitId, region }: RollOutDiff['targets']['added'][number]): string => {
    const name = nameOf(organizationalUnitId);
    return `target ${name === undefined ? organizationalUnitId : `${name} (${organizationalUnitId})`} in ${region}`;
  };
  return [
    ...unmarked(`Calls for ${rollOutClause(diff)}:`, layout),
    ...(memberTemplate.change === 'unchanged' ? [] : marked(memberTemplate.change, 'member template', layout)),
    ...(memberTemplate.change === 'changed' ? templateText(memberTemplate, below(layout)) : []),
    ...(parameters.length === 0
      ? []
      : marked('changed', 'member parameters, those of the management account’s own stack too', layout)),
    ...parameters.flatMap((change) => changeText(change, below(layout))),
    ...targets.added.flatMap((each) => marked('added', targetText(each), layout)),
    ...targets.removed.flatMap((each) => marked('removed', targetText(each), layout)),
  ];
}

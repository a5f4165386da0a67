import type { DeploymentDiff, ResourceChange, StackDiff } from '@keysweep/core';
import { countOf } from '@keysweep/aggregator';
import { below, marked, unmarked, type Layout } from './marked.ts';
import { changeText, type NameOf } from './value-text.ts';

/** What changes in one template: its resources, and what stands beside them. */
export function templateText(
  { resources, settings }: Pick<StackDiff, 'resources' | 'settings'>,
  layout: Layout,
): string[] {
  return [
    ...settings.flatMap((change) => changeText(change, layout)),
    ...resources.flatMap((resource) => resourceText(resource, layout)),
  ];
}

function resourceText({ logicalId, type, change, properties }: ResourceChange, layout: Layout): string[] {
  const head = marked(change, `${logicalId}, ${type}`, layout);
  const told = properties.map((each) =>
    each.change === 'changed' && each.path.at(-1) === 'TemplateBody'
      ? { ...each, before: 'the member template as it is', after: 'as the roll-out below has it' }
      : each,
  );
  return [...head, ...told.flatMap((each) => changeText(each, below(layout)))];
}

/** Which stack is what. */
export interface StackRoles {
  readonly central: string;
  readonly management: string;
}

/** What happens to every stack. The aggregator's asset is told with the stack that it belongs to. */
export function stacksText(
  diff: DeploymentDiff,
  layout: Layout,
  { names, nameOf }: { readonly names: StackRoles; readonly nameOf: NameOf },
): string[] {
  const wide = Math.max(...diff.stacks.map(({ stack }) => stack.length));
  return diff.stacks.flatMap((stack) => {
    if (stack.change === 'unchanged') return unmarked(`${stack.stack.padEnd(wide)}  unchanged`, layout);
    const resources = stack.resources.length;
    const words = { added: `new, with ${countOf(resources, 'resource')}`, removed: 'gone', changed: 'changes' };
    const head = marked(stack.change, `${stack.stack.padEnd(wide)}  ${words[stack.change]}`, layout);
    if (stack.change !== 'changed') return head;
    if (stack.stack === names.management) return [...head, ...unmarked('as the member template below', below(layout))];
    const asset = stack.stack === names.central ? aggregatorText(diff.aggregator, layout, nameOf) : [];
    return [...head, ...asset, ...templateText(stack, below(layout))];
  });
}

/** What changes in the code of the central functions, their configuration above all. */
export function aggregatorText(
  { code, configuration, functions }: DeploymentDiff['aggregator'],
  layout: Layout,
  nameOf: NameOf,
): string[] {
  if (functions.length === 0) return [];
  const what = [
    ...(configuration.length === 0 ? [] : ['configuration']),
    ...(code === 'unchanged' ? [] : ['code']),
  ].join(' and ');
  const same = configuration.length === 0 ? 'its configuration stays' : code === 'unchanged' ? 'its code stays' : '';
  const head = `${what} of the aggregator, in ${countOf(functions.length, 'function')}${same === '' ? '' : `; ${same}`}`;
  return [
    ...marked('changed', head, below(layout)),
    ...configuration.flatMap((change) => changeText(change, below(below(layout)), nameOf)),
  ];
}

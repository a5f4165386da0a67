import { formatCount } from '@keysweep/aggregator';
import type { Json, ValueChange } from '@keysweep/core';
import { marked, type Layout } from './marked.ts';

/** Names for what stands in a path as an id. */
export type NameOf = (id: string) => string | undefined;

/** One difference as a marked line: where, and what stood and stands there. */
export function changeText(change: ValueChange, layout: Layout, nameOf: NameOf = () => undefined): string[] {
  const where = pathText(change.path, nameOf);
  const text = where === '' ? whatText(change) : `${where}: ${whatText(change)}`;
  return marked(change.change, text, layout);
}

function whatText(change: ValueChange): string {
  if (change.change === 'added') return valueText(change.after);
  if (change.change === 'removed') return valueText(change.before);
  return `${valueText(change.before)} → ${valueText(change.after)}`;
}

/** `Properties` is where nearly everything of a resource stands, so it is not said each time. */
function pathText(path: ValueChange['path'], nameOf: NameOf): string {
  const steps = path[0] === 'Properties' && path.length > 1 ? path.slice(1) : path;
  return steps.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    const name = nameOf(step);
    const shown = name === undefined ? step : `${step} (${name})`;
    return text === '' ? shown : `${text}.${shown}`;
  }, '');
}

/** A value in short: text as it is, the length of what is too long to quote, anything else as JSON. */
export function valueText(value: Json): string {
  if (typeof value === 'string') return value === '' ? '""' : value;
  const characters = typeof value === 'object' && value !== null && 'characters' in value ? value['characters'] : null;
  return typeof characters === 'number' ? `${formatCount(characters)} characters` : JSON.stringify(value);
}

import type { ScheduleChange } from '@keysweep/core';
import { marked, type Layout } from './marked.ts';

/** A schedule that comes, goes, or is due at other times. */
export function scheduleText({ name, change, before, after }: ScheduleChange, layout: Layout): string[] {
  const times = [before, after].flatMap((each) => (each === null ? [] : [timesText(each)]));
  return marked(change, `${name}: ${times.join(' → ')}`, layout);
}

function timesText({ expression, timezone, state }: NonNullable<ScheduleChange['after']>): string {
  return `${expression} ${timezone}${state === 'ENABLED' ? '' : `, ${state}`}`;
}

import type { Summary } from '@keysweep/core';
import { countOf } from './format.ts';
import type { Label } from './labels.ts';

/** Keys of one age. */
export interface AgeGroup extends Label {
  readonly keys: number;
}

/** The older, the more a reader should mind. */
const SHADES: readonly (readonly [underDays: number, Pick<Label, 'tone' | 'shade'>])[] = [
  [30, { tone: 'info', shade: 2 }],
  [90, { tone: 'info', shade: 1 }],
  [365, { tone: 'warn', shade: 1 }],
  [Infinity, { tone: 'bad', shade: 1 }],
];

/** Active keys by age, the youngest first, and those whose age is not known at the end. */
export function ageGroups({ ages, ageless }: Summary): readonly AgeGroup[] {
  const groups = ages.map(({ underDays, keys }, index): AgeGroup => {
    const from = ages[index - 1]?.underDays ?? 0;
    const [, shade] = SHADES.find(([most]) => (underDays ?? Infinity) <= most) as (typeof SHADES)[number];
    return { label: ageLabel(from, underDays), keys, ...shade };
  });
  return ageless === 0 ? groups : [...groups, { label: 'not known', keys: ageless, tone: 'quiet', shade: 1 }];
}

function ageLabel(from: number, underDays: number | null): string {
  if (underDays === null) return `${countOf(from, 'day')} and more`;
  return from === 0 ? `under ${countOf(underDays, 'day')}` : `${from} to ${countOf(underDays - 1, 'day')}`;
}

import Table from 'cli-table3';
import type { Colours } from './paint.ts';
import { toneOf } from './paint.ts';
import { formatCount, type Label } from '@keysweep/aggregator';

/** One line of a table of counts. `meaning` is our own text. */
export interface CountRow {
  readonly label: Label;
  readonly count: number;
  readonly meaning: string;
}

/** On a narrower terminal the meanings would be columns of single words. */
const ROOM_FOR_MEANINGS = 60;
const LABEL_WIDTH = 20;
const COUNT_WIDTH = 9;
const NO_LINES = Object.fromEntries(
  [
    'top',
    'top-mid',
    'top-left',
    'top-right',
    'bottom',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left',
    'left-mid',
    'mid',
    'mid-mid',
    'right',
    'right-mid',
    'middle',
  ].map((name) => [name, '']),
);

/** Counts under each other, with what they mean where there is room. Names what does not occur in one line below. */
export function countTable(rows: readonly CountRow[], width: number, colours: Colours): string[] {
  const shown = rows.filter(({ count }) => count > 0);
  const meanings = width >= ROOM_FOR_MEANINGS;
  const table = new Table({
    chars: NO_LINES,
    style: { head: [], border: [], 'padding-left': 2, 'padding-right': 0 },
    colWidths: [LABEL_WIDTH, COUNT_WIDTH, ...(meanings ? [width - LABEL_WIDTH - COUNT_WIDTH] : [])],
    colAligns: ['left', 'right', 'left'],
    wordWrap: true,
  });
  for (const { label, count, meaning } of shown) {
    const cells = [toneOf(label.tone, colours)(label.label), colours.bold(formatCount(count))];
    table.push(meanings ? [...cells, colours.dim(meaning)] : cells);
  }
  return shown.length === 0
    ? ['  none']
    : table
        .toString()
        .split('\n')
        .map((line) => line.trimEnd());
}

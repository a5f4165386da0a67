import { printable } from '../printable.ts';
import type { Colours } from '../summary-text/paint.ts';
import { wrap } from '../summary-text/wrap.ts';

/** What happens to a thing: it comes, goes, or changes. */
export type Change = 'added' | 'removed' | 'changed';

/** Where a text is laid out. */
export interface Layout {
  /** Columns. */
  readonly width: number;
  readonly colours: Colours;
  /** How far set in, in steps of two columns. */
  readonly depth: number;
}

/** The same, set in below a marked line. */
export function below(layout: Layout): Layout {
  return { ...layout, depth: layout.depth + 2 };
}

const MARKS = { added: '+', removed: '-', changed: '~' } as const;

/** A line with its mark, the lines it runs over into set in below its text. Whatever the text holds is made printable. */
export function marked(change: Change, text: string, { width, colours, depth }: Layout): string[] {
  const paint = { added: colours.green, removed: colours.red, changed: colours.yellow }[change];
  return hanging(text, width, depth).map((line, index) =>
    index === 0 ? `${'  '.repeat(depth)}${paint(MARKS[change])} ${line}` : `${'  '.repeat(depth + 2)}${line}`,
  );
}

/** A line without a mark, set in like the text of a marked one. */
export function unmarked(text: string, { width, depth }: Layout): string[] {
  return hanging(text, width, depth).map((line, index) => `${'  '.repeat(depth + (index === 0 ? 1 : 2))}${line}`);
}

function hanging(text: string, width: number, depth: number): string[] {
  // A narrow terminal still gets a few words on a line.
  return wrap(printable(text), Math.max(width - 2 * (depth + 2), 16));
}

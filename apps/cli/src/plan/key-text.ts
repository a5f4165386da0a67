import { formatAge, formatDay, formatUse } from '@keysweep/aggregator';
import { maskAccessKeyId, revokes, type PlannedKey } from '@keysweep/core';
import { printable } from '../printable.ts';
import type { Colours } from '../summary-text/paint.ts';
import { displayWidth, wrapIndented } from '../summary-text/wrap.ts';

/** What becomes of a key, as one character shows it, in the order in which they are read. */
export const MARKS = {
  '-': 'delete',
  '~': 'deactivate',
  '!': 'refused with its account',
  '?': 'unknown',
  '=': 'exempt',
  ' ': 'keep',
} as const;

/** One of those characters. */
export type Mark = keyof typeof MARKS;

/** How a text is laid out, and painted. */
export interface Style {
  readonly width: number;
  readonly colours: Colours;
}

/** A user's name may have 64 characters; such a one makes its own line longer, and not those of all others. */
const WIDEST_NAME = 24;

/** The mark of a key; in an account that is refused as a whole nothing would be changed. */
export function markOf({ decision }: PlannedKey, isRefused: boolean): Mark {
  if (isRefused && revokes(decision)) return '!';
  return ({ delete: '-', deactivate: '~', unknown: '?', exempt: '=', keep: ' ' } as const)[decision];
}

/** A mark in its colour. */
export function paintMark(mark: Mark, colours: Colours): string {
  const paints = {
    '-': colours.red,
    '~': colours.yellow,
    '!': colours.red,
    '?': colours.yellow,
    '=': colours.cyan,
    ' ': colours.dim,
  };
  return paints[mark](mark);
}

/** How keys are told: `at` is now, ISO 8601; `nameWidth` is the column of users. */
export interface KeyStyle extends Style {
  readonly at: string;
  readonly nameWidth: number;
}

/** How wide the column of their users is. */
export function widestName(keys: readonly PlannedKey[]): number {
  return Math.min(WIDEST_NAME, Math.max(0, ...keys.map(({ userName }) => displayWidth(printable(userName)))));
}

/** Keys under each other, each with what speaks of it: how old it is, and when it was last used. */
export function keyLines(keys: readonly PlannedKey[], mark: Mark, style: KeyStyle): string[] {
  const { width, colours, at, nameWidth } = style;
  return keys.flatMap((key) => {
    const name = printable(key.userName);
    const head = `${maskAccessKeyId(key.accessKeyId)}  ${name}${' '.repeat(Math.max(0, nameWidth - displayWidth(name)))}`;
    const words = evidenceText(key, at);
    const first = `  ${paintMark(mark, colours)} ${head}`;
    if (4 + displayWidth(head) + 2 + displayWidth(words) <= width) return [`${first}  ${colours.dim(words)}`];
    const below = wrapIndented(words, width, INDENT).map((line) => colours.dim(line));
    return [...wrapHead(head, { mark, width, colours }), ...below];
  });
}

const INDENT = ' '.repeat(6);

function wrapHead(head: string, { mark, width, colours }: Style & { readonly mark: Mark }): string[] {
  const [first = '', ...rest] = wrapIndented(head.trimEnd(), width, '    ').map((line) => line.trimEnd());
  return [`  ${paintMark(mark, colours)} ${first.slice(4)}`, ...rest];
}

function evidenceText({ status, createdAt, lastUsed }: PlannedKey, at: string): string {
  const age = formatAge(createdAt, at);
  const use = {
    used: () => (lastUsed.state === 'used' ? useText(lastUsed) : ''),
    never: () => 'never used',
    unknown: () => 'last use not known',
  }[lastUsed.state]();
  const parts = [
    age === null ? 'age not known' : `${age} old`,
    use,
    ...(status === 'Active' ? [] : [printable(status)]),
  ];
  return parts.join(', ');
}

function useText(lastUsed: Extract<PlannedKey['lastUsed'], { readonly state: 'used' }>): string {
  const what = formatUse(lastUsed);
  return `last used ${formatDay(lastUsed.at)}${what === '' ? '' : `, ${printable(what)}`}`;
}

import { countOf, stateChangeLabel, tellChanges, tellUncovered } from '@keysweep/aggregator';
import type { Summary } from '@keysweep/core';
import { printable } from '../printable.ts';
import { accountText } from './attention-text.ts';
import type { Colours } from './paint.ts';
import { wrapIndented } from './wrap.ts';

/** So many accounts that are worse than before are named. */
const MOST_WORSE = 5;
const INDENT = '  ';
const SUB_INDENT = '    ';

/** What is otherwise than in the previous summary, in a few lines: the accounts that are worse by name. */
export function changesText(summary: Summary, width: number, colours: Colours): string[] {
  const names = new Map(summary.accounts.map(({ accountId, name }) => [accountId, name]));
  const worse = summary.changes?.accounts.filter(({ direction }) => direction === 'worse') ?? [];
  const left = worse.length - MOST_WORSE;
  return [
    ...tellChanges(summary).flatMap((sentence) => wrapIndented(printable(sentence), width, INDENT)),
    ...worse.slice(0, MOST_WORSE).flatMap((change) => {
      const [first = '', ...rest] = wrapIndented(
        `Worse: ${accountText(change.accountId, names)}: ${stateChangeLabel(change)}`,
        width,
        SUB_INDENT,
      );
      return [`${INDENT}${colours.red('-')}${first.slice(INDENT.length + 1)}`, ...rest];
    }),
    ...(left > 0 ? wrapIndented(`and ${countOf(left, 'more account')}, in summary.html`, width, SUB_INDENT) : []),
  ];
}

/** What no policy covers, in a few lines. */
export function uncoveredText(summary: Summary, width: number): string[] {
  return tellUncovered(summary).flatMap((sentence) => wrapIndented(sentence, width, INDENT));
}

import type { Finding, Summary } from '@keysweep/core';
import { printable } from '../printable.ts';
import type { Colours } from './paint.ts';
import { countOf, formatCount } from '@keysweep/aggregator';
import { wrapIndented } from './wrap.ts';

/** Of each severity; a terminal is no place for a thousand. */
const MOST_FINDINGS = 25;
const INDENT = ' '.repeat(8);

/** What needs a person, `act` before `look`, each with its account, what is the case and what to do. */
export function attentionText(summary: Summary, width: number, colours: Colours): string[] {
  const names = new Map(summary.accounts.map(({ accountId, name }) => [accountId, name]));
  if (summary.attention.length === 0) return ['  Nothing.'];
  return (['act', 'look'] as const).flatMap((severity) => {
    const findings = summary.attention.filter((finding) => finding.severity === severity);
    const told = findings.slice(0, MOST_FINDINGS).flatMap((finding) => findingText(finding, names, { width, colours }));
    const more = findings.length - MOST_FINDINGS;
    return more > 0 ? told.concat(moreText(more, severity, width)) : told;
  });
}

function moreText(more: number, severity: Finding['severity'], width: number): string[] {
  const words = `and ${countOf(more, 'more finding')} to ${severity === 'act' ? 'act on' : 'look at'}, in summary.html`;
  return [...wrapIndented(words, width, '  '), ''];
}

interface Style {
  readonly width: number;
  readonly colours: Colours;
}

function findingText(
  { severity, code, accountId, message, todo }: Finding,
  names: ReadonlyMap<string, string>,
  { width, colours }: Style,
): string[] {
  const paint = severity === 'act' ? colours.red : colours.yellow;
  const name = accountId === null ? undefined : names.get(accountId);
  const account =
    accountId === null
      ? 'The whole organization'
      : name === undefined
        ? accountId
        : `${printable(name)} (${accountId})`;
  const [first = '', ...rest] = wrapIndented(`${account}: ${printable(code)}`, width, INDENT);
  const mark = severity.toUpperCase().padEnd(INDENT.length - 2);
  return [
    `  ${paint(colours.bold(mark))}${first.slice(INDENT.length)}`,
    ...rest,
    ...wrapIndented(printable(message), width, INDENT),
    ...wrapIndented(`→ ${printable(todo)}`, width, INDENT).map((line) => colours.dim(line)),
    '',
  ];
}

/** How many findings there are of each severity. */
export function countFindings({ attention }: Summary): string {
  const act = attention.filter(({ severity }) => severity === 'act').length;
  if (attention.length === 0) return 'no findings';
  return `${countOf(attention.length, 'finding')} (${formatCount(act)} act, ${formatCount(attention.length - act)} look)`;
}

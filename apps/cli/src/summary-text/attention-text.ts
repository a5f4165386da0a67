import { countOf, formatCount, groupFindings, type Cause, type FindingGroup } from '@keysweep/aggregator';
import type { Finding, Summary } from '@keysweep/core';
import { printable } from '../printable.ts';
import type { Colours } from './paint.ts';
import { wrapIndented } from './wrap.ts';

/** A terminal is no place for a thousand: so many groups of each severity, causes of a group, accounts of a cause. */
const MOST = { groups: 12, causes: 4, accounts: 5 } as const;
const INDENT = ' '.repeat(8);
const WHERE_ALL_IS = 'in summary.html';

interface Style {
  readonly width: number;
  readonly colours: Colours;
}

/** What needs a person, `act` before `look`: what is the case, where, and what to do. What asks for the same stands together. */
export function attentionText(summary: Summary, width: number, colours: Colours): string[] {
  const names = new Map(summary.accounts.map(({ accountId, name }) => [accountId, name]));
  if (summary.attention.length === 0) return ['  Nothing.'];
  const groups = groupFindings(summary.attention);
  return (['act', 'look'] as const).flatMap((severity) => {
    const own = groups.filter((group) => group.severity === severity);
    const told = own.slice(0, MOST.groups).flatMap((group) => groupText(group, names, { width, colours }));
    const left = own.slice(MOST.groups).reduce((sum, { count }) => sum + count, 0);
    return left > 0 ? told.concat(moreText(left, severity, width)) : told;
  });
}

function moreText(more: number, severity: Finding['severity'], width: number): string[] {
  const words = `and ${countOf(more, 'more finding')} to ${severity === 'act' ? 'act on' : 'look at'}, ${WHERE_ALL_IS}`;
  return [...wrapIndented(words, width, '  '), ''];
}

function groupText(group: FindingGroup, names: ReadonlyMap<string, string>, { width, colours }: Style): string[] {
  const { severity, code, todo, count, causes } = group;
  const paint = severity === 'act' ? colours.red : colours.yellow;
  const [only] = count === 1 ? (causes[0]?.accountIds ?? []) : [];
  const title =
    only === undefined
      ? `${printable(code)}: ${countOf(count, 'finding')}`
      : `${accountText(only, names)}: ${printable(code)}`;
  const [first = '', ...rest] = wrapIndented(title, width, INDENT);
  const told = causes.slice(0, MOST.causes).flatMap((cause) => causeText(cause, names, only === undefined));
  const left = causes.slice(MOST.causes).reduce((sum, { accountIds }) => sum + accountIds.length, 0);
  if (left > 0) told.push(`and ${countOf(left, 'more finding')} of this kind, ${WHERE_ALL_IS}`);
  return [
    `  ${paint(colours.bold(severity.toUpperCase().padEnd(INDENT.length - 2)))}${first.slice(INDENT.length)}`,
    ...rest,
    ...told.flatMap((line) => lineText(line, width)),
    ...wrapIndented(`→ ${printable(todo)}`, width, INDENT).map((line) => colours.dim(line)),
    '',
  ];
}

/** What is the case, and under it the accounts, unless the title has named the only one. */
function causeText({ message, accountIds }: Cause, names: ReadonlyMap<string, string>, named: boolean): string[] {
  if (!named) return [printable(message)];
  const left = accountIds.length - MOST.accounts;
  return [
    printable(message),
    ...accountIds.slice(0, MOST.accounts).map((accountId) => `${SUB}${accountText(accountId, names)}`),
    ...(left > 0 ? [`${SUB_MORE}and ${countOf(left, 'more account')}, ${WHERE_ALL_IS}`] : []),
  ];
}

const SUB = '- ';
const SUB_MORE = '  ';

function lineText(line: string, width: number): string[] {
  const mark = [SUB, SUB_MORE].find((each) => line.startsWith(each));
  if (mark === undefined) return wrapIndented(line, width, INDENT);
  const [first = '', ...rest] = wrapIndented(line.slice(mark.length), width, `${INDENT}${SUB_MORE}`);
  return [`${INDENT}${mark}${first.slice(INDENT.length + mark.length)}`, ...rest];
}

/** An account by name and id; null is the whole organization. */
export function accountText(accountId: string | null, names: ReadonlyMap<string, string>): string {
  if (accountId === null) return 'The whole organization';
  const name = names.get(accountId);
  return name === undefined ? accountId : `${printable(name)} (${accountId})`;
}

/** How many findings there are of each severity. */
export function countFindings({ attention }: Summary): string {
  const act = attention.filter(({ severity }) => severity === 'act').length;
  if (attention.length === 0) return 'no findings';
  return `${countOf(attention.length, 'finding')} (${formatCount(act)} act, ${formatCount(attention.length - act)} look)`;
}

import { formatCount } from '@keysweep/aggregator';
import { RULES, type Failure, type PlannedAccount, type PlannedKey } from '@keysweep/core';
import { printable } from '../printable.ts';
import { wrapIndented } from '../summary-text/wrap.ts';
import { keyLines, markOf, MARKS, paintMark, widestName, type KeyStyle, type Mark, type Style } from './key-text.ts';
import { changesAmong, countKeys, isReadInFull, type TakenLook } from './tally.ts';

/** Whether nothing would be done in an account, and nothing of it is in doubt. */
export function isCalm(account: PlannedAccount): boolean {
  const counts = countKeys(account);
  return isReadInFull(account) && changesAmong(counts) === 0 && counts.refused === 0;
}

/** How an account is told: `at` is now, ISO 8601; `isDeployed`, whether there is a centre, and so any agent to miss. */
export interface AccountStyle extends Style {
  readonly at: string;
  readonly isDeployed: boolean;
}

/** An account and its keys, those that would be changed first. */
export function accountLines(account: PlannedAccount, style: AccountStyle): string[] {
  const { look } = account;
  const title = `${printable(account.name)} (${account.accountId}) in ${printable(account.organizationalUnitPath)}, under ${account.policy}`;
  return [
    ...wrapIndented(title, style.width, '').map((line) => style.colours.bold(line)),
    ...(look.state === 'unavailable' ? markedLines('?', `could not be looked into: ${why(look.failure)}`, style) : []),
    ...(account.agent === 'none' && style.isDeployed ? noAgentLines(style) : []),
    ...(look.state === 'taken' ? lookLines(look, style) : []),
  ];
}

function noAgentLines({ width, colours }: Style): string[] {
  const words = 'It has no agent: no sweep reaches it before it has one.';
  return wrapIndented(words, width, '    ').map((line) => colours.yellow(line));
}

/** What a look found in an account: what could not be read, and its keys by what is to become of them and why. */
export function lookLines(look: KeysSeen, style: Omit<KeyStyle, 'nameWidth'>): string[] {
  const { refusal, unknowns } = look;
  const refused =
    refusal === null
      ? []
      : markedLines(
          '!',
          `refused as a whole: ${formatCount(refusal.planned)} revocations planned, at most ${formatCount(refusal.limit)} allowed`,
          style,
        );
  const unread = unknowns.flatMap(({ concerns, failure }) =>
    markedLines('?', `${printable(concerns)} could not be read: ${why(failure)}`, style),
  );
  const nameWidth = widestName(look.keys);
  return [...refused, ...unread, ...groupsOf(look).flatMap((group) => groupLines(group, { ...style, nameWidth }))];
}

/** The part of a look, or of a plan, that is told. */
export type KeysSeen = Pick<TakenLook, 'keys' | 'unknowns' | 'refusal'>;

interface KeyGroup {
  readonly mark: Mark;
  readonly rule: PlannedKey['rule'];
  readonly keys: PlannedKey[];
}

/** Keys that one rule decided, in the order of the marks. */
function groupsOf({ keys, refusal }: KeysSeen): KeyGroup[] {
  const groups = new Map<string, KeyGroup>();
  for (const key of keys) {
    const mark = markOf(key, refusal !== null);
    const group = groups.get(key.rule) ?? { mark, rule: key.rule, keys: [] };
    group.keys.push(key);
    groups.set(key.rule, group);
  }
  const order = Object.keys(MARKS);
  return [...groups.values()].sort((left, right) => order.indexOf(left.mark) - order.indexOf(right.mark));
}

function groupLines({ mark, rule, keys }: KeyGroup, style: KeyStyle): string[] {
  const heading = wrapIndented(RULES[rule], style.width, '  ');
  return [...heading, ...keyLines(keys, mark, style)];
}

function markedLines(mark: Mark, words: string, { width, colours }: Style): string[] {
  const [first = '', ...rest] = wrapIndented(words, width, '    ');
  return [`  ${paintMark(mark, colours)} ${first.slice(4)}`, ...rest];
}

function why({ operation, code }: Failure): string {
  return printable(`${operation}: ${code}`);
}

import type { AccountStateName, Summary } from '@keysweep/core';
import { countOf, formatAge, formatCount } from './format.ts';

/** What happened, in plain words: one sentence for the top of a page, and what follows it. */
export interface Story {
  readonly headline: string;
  /** Full sentences, the most urgent first. */
  readonly details: readonly string[];
}

type Phrase = (count: number) => string;
const were =
  (rest: string): Phrase =>
  (count) =>
    `${formatCount(count)} ${count === 1 ? 'was' : 'were'} ${rest}`;
const could =
  (rest: string): Phrase =>
  (count) =>
    `${formatCount(count)} could ${rest}`;

/** What is said of the accounts in scope that were not both swept and checked. Worst first. */
const NOT_SWEPT: readonly (readonly [AccountStateName, Phrase])[] = [
  ['unreachable', could('not be reached')],
  ['not-deployed', (count) => `${formatCount(count)} ${count === 1 ? 'has' : 'have'} no agent`],
  ['incomplete', (count) => `${formatCount(count)} did not finish`],
  ['unknown', could('not be read in full')],
  ['paused', were('held back')],
  [
    'pending',
    (count) =>
      `${formatCount(count)} ${count === 1 ? 'waits' : 'wait'} for ${count === 1 ? 'its' : 'their'} first sweep`,
  ],
  ['observed', were('only observed')],
];

/** Tells a summary. Says "swept and checked" of nothing that was not, whatever counts as covered. */
export function tellStory(summary: Summary): Story {
  const { states, coverage } = summary;
  if (coverage.inScope === 0)
    return {
      headline: 'No account is in scope, so nothing was swept and nothing is proved.',
      details: tellOutOfScope(summary),
    };
  const swept = states.compliant + states['non-compliant'];
  const rest = NOT_SWEPT.filter(([state]) => states[state] > 0).map(([state, phrase]) => phrase(states[state]));
  const headline = `${shareOf(swept, coverage.inScope)} swept and checked`;
  const told =
    rest.length < 2 ? [headline, ...rest].join('; ') : `${headline}; ${formatCount(coverage.inScope - swept)} were not`;
  const listed = rest.length < 2 ? [] : [`The other ${formatCount(coverage.inScope - swept)}: ${joinWords(rest)}.`];
  return {
    headline: `${told}.`,
    details: [...listed, ...tellNonCompliant(summary), ...tellKeys(summary), ...tellOutOfScope(summary)],
  };
}

function shareOf(part: number, all: number): string {
  const accounts = all === 1 ? 'account in scope' : 'accounts in scope';
  if (all === 1) return `The one ${accounts} was${part === 0 ? ' not' : ''}`;
  if (part === all) return `All ${formatCount(all)} ${accounts} were`;
  return `${part === 0 ? 'None' : formatCount(part)} of ${formatCount(all)} ${accounts} ${part === 1 ? 'was' : 'were'}`;
}

function tellNonCompliant({ states, accounts }: Summary): string[] {
  const broken = states['non-compliant'];
  const overdue = accounts.reduce((sum, account) => sum + account.overdue, 0);
  const keys =
    overdue === 0
      ? ''
      : `; ${countOf(overdue, 'key')} that should be gone ${overdue === 1 ? 'is' : 'are'} still active`;
  if (broken > 0) return [`${countOf(broken, 'account')} ${broken === 1 ? 'is' : 'are'} not compliant${keys}.`];
  return overdue === 0 ? [] : [`${keys.slice(2)}.`];
}

function tellKeys({ keys }: Summary): string[] {
  const done = [
    keys.deleted > 0 && `${countOf(keys.deleted, 'key')} deleted`,
    keys.deactivated > 0 && `${formatCount(keys.deactivated)} deactivated`,
  ];
  const said = done.filter((part) => part !== false);
  const left = keys.unknown + keys.refused + keys.failed + keys['not-attempted'];
  const undone = left === 0 ? '' : `; ${formatCount(left)} could not be settled`;
  return [`${said.length === 0 ? 'No key was revoked' : joinWords(said)}${undone}.`];
}

function tellOutOfScope({ states }: Summary): string[] {
  const parts = [
    states.excluded > 0 && `${countOf(states.excluded, 'account')} excluded by the configuration`,
    states.suspended > 0 && `${formatCount(states.suspended)} suspended by AWS`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? [] : [`Out of scope: ${joinWords(parts)}.`];
}

/** The keys that work now, in one sentence: how many, and how old the oldest is. */
export function tellLive({ at, accounts }: Summary): string {
  const live = accounts.reduce((sum, account) => sum + account.live, 0);
  const [oldest] = accounts.flatMap(({ oldestLiveAt }) => oldestLiveAt ?? []).sort();
  const age = oldest === undefined ? null : formatAge(oldest, at);
  const keys = `${live === 0 ? 'No' : formatCount(live)} active ${live === 1 ? 'key' : 'keys'} in scope`;
  return age === null ? `${keys}.` : `${keys}, the oldest made ${age} ago.`;
}

/** A list as a sentence has it: `a`, `a and b`, `a, b and c`. */
export function joinWords(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;
}

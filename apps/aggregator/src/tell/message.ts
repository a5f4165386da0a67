import { maskAccessKeyIds, type Finding, type Message, type RunName, type Summary } from '@keysweep/core';
import { countOf, formatDue, formatPercent, tellStory, VERDICT_LABELS, visible } from '../render/words/index.ts';

/** What a message is made of. */
export interface Told {
  readonly summary: Summary;
  /** The run that it closes, and how that ended: null where nobody could tell. Null of a summary between runs. */
  readonly run: (RunName & { readonly state: 'finished' | 'held' | 'failed' | null }) | null;
  /** Where the summary's files lie. */
  readonly folder: string;
  readonly bucket: string;
}

/** SNS takes less than 100 characters. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const LONGEST_SUBJECT = 99;
/** A reader's screen, on a telephone too. */
const LONGEST_LINE = 240;
const MOST_FINDINGS = 5;
const MOST_DETAILS = 4;

/**
 * The message of a summary: for mail and chat alike, so plain text of at most 20 lines, each shown as it is. Key ids are
 * masked, whoever wrote them.
 */
export function composeMessage(told: Told): Message {
  const { summary } = told;
  const { headline, details } = tellStory(summary);
  const lines = [
    VERDICT_LABELS[summary.verdict].label.toUpperCase(),
    headline,
    ...details.slice(0, MOST_DETAILS),
    coverageLine(summary),
    ...runLine(told),
    ...findingLines(summary),
    '',
    `Read it: s3://${told.bucket}/${told.folder}/summary.html`,
  ];
  return { subject: subjectOf(summary), body: `${lines.map(oneLine).join('\n')}\n` };
}

function subjectOf({ verdict, coverage, keys }: Summary): string {
  const revoked = keys.deleted + keys.deactivated;
  const words = [
    VERDICT_LABELS[verdict].label.toLowerCase(),
    `coverage ${formatPercent(coverage.percent)}`,
    `${countOf(revoked, 'key')} revoked`,
  ];
  return `keysweep: ${words.join(', ')}`.replaceAll(/[^ -~]/g, '?').slice(0, LONGEST_SUBJECT);
}

function coverageLine({ coverage }: Summary): string {
  const { covered, inScope, percent } = coverage;
  return `Coverage: ${formatPercent(percent)}, ${covered} of ${countOf(inScope, 'account')} in scope.`;
}

const ENDS = {
  finished: 'finished',
  held: 'was held: nothing more was revoked',
  failed: 'did not get through',
} as const;

function runLine({ run, summary }: Told): string[] {
  if (run === null) return [];
  const { policy, runId, state } = run;
  const reasons =
    summary.runs.find((each) => each.policy === policy && each.runId === runId && each.state === state)?.reasons ?? [];
  const why = state === 'held' && reasons.length > 0 ? ` (${reasons.join('; ')})` : '';
  const end = state === null ? 'ended, and how could not be recorded' : ENDS[state];
  return [`The run of ${policy}, due ${formatDue(runId)}, ${end}${why}.`];
}

function findingLines({ attention, accounts }: Summary): string[] {
  const urgent = attention.filter(({ severity }) => severity === 'act');
  if (urgent.length === 0) return [];
  const names = new Map(accounts.map(({ accountId, name }) => [accountId, name]));
  const shown = urgent.slice(0, MOST_FINDINGS).map((finding) => findingLine(finding, names));
  const more = urgent.length > shown.length ? `; the first ${shown.length}` : '';
  return ['', `${countOf(urgent.length, 'thing')} for somebody to act on${more}:`, ...shown];
}

function findingLine({ accountId, message, todo }: Finding, names: ReadonlyMap<string, string>): string {
  const where = accountId === null ? '' : `${names.get(accountId) ?? ''} (${accountId}): `;
  return `- ${cut(`${where}${message}`, LONGEST_LINE - todo.length - 5)} -> ${todo}`;
}

/** Whatever a name holds, a line is one line, and is shown as it is. */
function oneLine(line: string): string {
  return cut(visible(maskAccessKeyIds(line)), LONGEST_LINE);
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, Math.max(0, length - 1))}…`;
}

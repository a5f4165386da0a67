import { countOf, formatShortInstant } from '@keysweep/aggregator';
import { maskAccessKeyId, maskAccessKeyIds, type KeyStory } from '@keysweep/core';
import { printable } from '../printable.ts';
import { coloursOf } from '../summary-text/paint.ts';
import { wrapIndented } from '../summary-text/wrap.ts';

const WIDEST = 120;
const NARROWEST = 40;
/** Beside the instants there is room for words only from here on. */
const ROOM_FOR_COLUMNS = 64;
const INSTANT = '21 Sept 2026, 23:55 UTC'.length;

/** Where the records are, and what the place can show that the story is printed to. */
export interface StoryStyle {
  readonly bucket: string;
  readonly width: number;
  readonly colour: boolean;
}

/** The story of a key for a person; its id is masked. */
export function storyText(story: KeyStory, { bucket, width, colour }: StoryStyle): string {
  const columns = Math.min(WIDEST, Math.max(NARROWEST, width));
  const colours = coloursOf(colour);
  const { key, account, unread } = story;
  const where = account === null ? key.accountId : `${account.name} (${key.accountId})`;
  const para = (text: string): string[] => wrapIndented(shown(text), columns, '');
  const heading = (text: string): string[] => para(text).map((line) => colours.bold(line));
  const records = [...new Set(story.steps.flatMap(({ record }) => (record === null ? [] : [record])))].sort();
  return [
    ...heading(`${maskAccessKeyId(key.accessKeyId)} of ${key.userName} in ${where}`),
    ...para(placeText(story)),
    ...para(rulesText(story)),
    '',
    ...story.steps.flatMap((step) => stepLines(step, columns)),
    '',
    ...(unread.length === 0 ? [] : heading('Could not be read, so the story may have gaps')),
    ...unread.flatMap(({ record, why }) => wrapIndented(shown(`${record}: ${why}`), columns, '  ')),
    ...(unread.length === 0 ? [] : ['']),
    ...heading(`Records in s3://${bucket}/`),
    ...[`summaries/${story.summary.id}/keys.jsonl`, ...records].flatMap((record) =>
      wrapIndented(shown(record), columns, '  '),
    ),
    '',
  ].join('\n');
}

function shown(text: string): string {
  return printable(maskAccessKeyIds(text));
}

function placeText({ account }: KeyStory): string {
  if (account === null) return 'The account is in the newest summary no more.';
  const { organizationalUnitPath, policy, assignedBy, state, why } = account;
  const rule = policy === null ? 'no policy' : `the policy ${policy}, assigned by ${assignedBy ?? 'nobody'}`;
  return `In ${organizationalUnitPath}, under ${rule}. The account is ${state}: ${why}.`;
}

function rulesText({ rules, key }: KeyStory): string {
  if (rules === null)
    return key.run === null ? 'No run has judged it yet.' : 'The rules it was judged by could not be read.';
  const { groups, action, deleteAfterInactiveDays, minimumKeyAgeDays, requireConsoleAccess } = rules;
  const does = {
    observe: 'are only observed',
    deactivate: 'are deactivated',
    delete:
      deleteAfterInactiveDays === 0
        ? 'are deleted'
        : `are deactivated, and deleted after ${countOf(deleteAfterInactiveDays, 'day')}`,
  }[action];
  const age = minimumKeyAgeDays === 0 ? '' : ` once they are ${countOf(minimumKeyAgeDays, 'day')} old`;
  const guard = requireConsoleAccess ? ', unless they have no password to sign in with' : '';
  return `By its rules the keys of ${groups.join(', ')} ${does}${age}${guard}.`;
}

function stepLines({ at, text }: KeyStory['steps'][number], width: number): string[] {
  const instant = at === null ? 'no date' : formatShortInstant(at);
  if (width < ROOM_FOR_COLUMNS) return [`  ${instant}`, ...wrapIndented(shown(text), width, '    ')];
  const indent = ' '.repeat(INSTANT + 4);
  const [first = '', ...rest] = wrapIndented(shown(text), width, indent);
  return [`  ${instant.padEnd(INSTANT)}  ${first.slice(indent.length)}`, ...rest];
}

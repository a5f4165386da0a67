import { maskAccessKeyId, maskAccessKeyIds, type SummarisedKey, type Summary } from '@keysweep/core';
import { openCentre, type CentreOptions } from '../centre/open-centre.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { findKeys } from '../explain/find-keys.ts';
import { readQuery } from '../explain/key-query.ts';
import { readRecords } from '../explain/read-records.ts';
import { storyText } from '../explain/story-text.ts';
import { tellStory } from '../explain/tell-story.ts';
import { voiceOf } from '../from-here/quiet.ts';
import { printable } from '../printable.ts';
import { findSummary } from '../summary/find-summary.ts';
import type { Terminal } from '../terminal.ts';

/** How a story is told. */
export interface ExplainOptions extends CentreOptions {
  readonly output: 'table' | 'json';
  readonly quiet?: boolean;
}

/** A user has two keys at most, and those that a run has deleted; more is more than one user. */
const MOST_STORIES = 8;

/**
 * Tells the whole story of a key, or of each key of a user, from the records in the bucket; reads nothing else. Ends with 1 where
 * there is no such key, and says where it looked, or where too many may be meant, which are listed.
 */
export async function explain(words: string, options: ExplainOptions, terminal: Terminal): Promise<number> {
  const { tell, warn } = voiceOf(terminal, options.quiet ?? false);
  const { evidence, bucket } = await openCentre(options);
  const newest = await findSummary(undefined, evidence);
  const { keys, looked } = await findKeys(readQuery(words, newest), newest, evidence);
  if (keys.length === 0) {
    warn(`There is no ${printable(maskAccessKeyIds(words))} in ${looked.map(printable).join(', nor in ')}.`);
    warn('  hint: a key that no run has seen is of a user in no configured group, or newer than the last look');
    return EXIT_CODES.failure;
  }
  if (new Set(keys.map(ownerOf)).size > 1 || keys.length > MOST_STORIES) return list(keys, newest, { terminal, warn });
  for (const key of keys) {
    const story = tellStory(key, newest, await readRecords(key, newest, evidence));
    terminal.data(options.output === 'json' ? JSON.stringify(story) : storyText(story, { ...terminal, bucket }));
  }
  tell(`From s3://${bucket}/, as of the summary ${newest.id}.`);
  return EXIT_CODES.ok;
}

function ownerOf({ accountId, userName }: SummarisedKey): string {
  return `${userName}@${accountId}`;
}

interface Listing {
  readonly terminal: Terminal;
  readonly warn: (text: string) => void;
}

function list(keys: readonly SummarisedKey[], { accounts }: Summary, { terminal, warn }: Listing): number {
  const names = new Map(accounts.map(({ accountId, name }) => [accountId, name]));
  const lines = keys.map((key) =>
    printable(`${maskAccessKeyId(key.accessKeyId)}  ${ownerOf(key)}  ${names.get(key.accountId) ?? ''}`).trimEnd(),
  );
  terminal.data(lines.join('\n'));
  warn(`${keys.length} keys may be meant.`);
  warn('  hint: explain one of these users, or give the whole id');
  return EXIT_CODES.failure;
}

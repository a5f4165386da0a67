import {
  evidenceKeys,
  LONGEST_TEXT,
  readJsonRecord,
  summarySchema,
  type EvidenceStore,
  type Reading,
  type Summary,
} from '@keysweep/core';
import { latestSchema } from './latest-summary.ts';
import { otherVersionOf } from './summary-version.ts';

/** The summary to compare with; `first`: there was none yet; `unread`: there is one, and what changed since is not known. */
export type PreviousSummary =
  | { readonly state: 'compared'; readonly summary: Summary }
  | { readonly state: 'first' }
  | { readonly state: 'unread'; readonly why: string };

/** Which summary is to be compared. */
export interface NamedSummary {
  readonly id: string;
  readonly organizationId: string;
}

/**
 * Finds the summary before the one of a name: the one that was published last. Where that is our own, of an earlier try of the
 * same stage, its predecessor is ours. Never throws: a summary must not fail because there is nothing to hold it against.
 */
export async function readPrevious(named: NamedSummary, evidence: EvidenceStore): Promise<PreviousSummary> {
  const latest = await readBody(evidenceKeys.latest, evidence);
  if (latest.state === 'absent') return { state: 'first' };
  const pointer = latest.state === 'known' ? readJsonRecord(latestSchema, latest.value) : latest;
  if (pointer.state === 'unknown') return unread('which summary was the last', pointer);
  const own = evidenceKeys.summary(named.id);
  const last = await readSummary(pointer.value.summary, named, evidence);
  if (pointer.value.summary !== own || last.state !== 'compared') return last;
  const { comparison } = last.summary;
  if (comparison.state !== 'compared') return comparison;
  return readSummary(evidenceKeys.summary(comparison.summaryId), named, evidence);
}

async function readSummary(
  folder: string,
  { organizationId }: NamedSummary,
  evidence: EvidenceStore,
): Promise<PreviousSummary> {
  const body = await readBody(`${folder}/summary.json`, evidence);
  if (body.state === 'absent')
    return { state: 'unread', why: `the previous summary, ${folder}, is not there any more` };
  if (body.state === 'unknown') return unread('the previous summary', body);
  const summary = readJsonRecord(summarySchema, body.value, { organizationId });
  if (summary.state === 'known') return { state: 'compared', summary: summary.value };
  const version = otherVersionOf(body.value);
  return version === null
    ? unread('the previous summary', summary)
    : { state: 'unread', why: `the previous summary is ${version}, which this version does not read` };
}

async function readBody(key: string, evidence: EvidenceStore): Promise<Reading<string>> {
  const stored = await evidence.get(key);
  return stored.state === 'known' ? { state: 'known', value: stored.value.body } : stored;
}

function unread(what: string, { failure }: Extract<Reading<unknown>, { state: 'unknown' }>): PreviousSummary {
  const { operation, code, message } = failure;
  return {
    state: 'unread',
    why: `${what} could not be read: ${operation}: ${code}: ${message}`.slice(0, LONGEST_TEXT),
  };
}

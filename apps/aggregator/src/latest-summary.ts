import {
  evidenceKeys,
  readJsonRecord,
  runTermsSchema,
  summarySchema,
  unknown,
  type EvidenceStore,
  type Reading,
  type Summary,
} from '@keysweep/core';
import * as v from 'valibot';
import { otherVersionOf } from './summary-version.ts';

/** The shape of `latest.json`. */
export const latestSchema = v.object({
  schema: v.literal('keysweep/latest/1'),
  /** The folder of the summary's files in this bucket. */
  summary: v.string(),
  at: v.string(),
  /** The audit between runs that the summary rests on, if any. */
  audit: v.nullish(runTermsSchema.entries.runId, null),
});

/** Where a summary lies, and when it was made. */
export type Latest = v.InferOutput<typeof latestSchema>;

/** The summary that was published last; `absent` where there is none. */
export async function readLatestSummary(evidence: EvidenceStore): Promise<Reading<Summary>> {
  const pointer = await evidence.get(evidenceKeys.latest);
  if (pointer.state !== 'known') return pointer;
  const latest = readJsonRecord(latestSchema, pointer.value.body);
  return latest.state === 'known' ? readIn(latest.value.summary, evidence) : latest;
}

/**
 * A published summary by its id; `absent` where there is none. One that another version of keysweep wrote is unknown, and the
 * failure says so: the next summary is readable again.
 */
export function readPublishedSummary(id: string, evidence: EvidenceStore): Promise<Reading<Summary>> {
  return readIn(evidenceKeys.summary(id), evidence);
}

async function readIn(folder: string, evidence: EvidenceStore): Promise<Reading<Summary>> {
  const stored = await evidence.get(`${folder}/summary.json`);
  return stored.state === 'known' ? readSummary(stored.value.body) : stored;
}

function readSummary(body: string): Reading<Summary> {
  const summary = readJsonRecord(summarySchema, body);
  const version = summary.state === 'known' ? null : otherVersionOf(body);
  if (version === null) return summary;
  const message = `the summary is ${version}, which this version of keysweep does not read; the next one it will`;
  return unknown({ kind: 'malformed', operation: 'keysweep:ReadRecord', code: 'OtherVersion', message });
}

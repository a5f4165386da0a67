import {
  evidenceKeys,
  readJsonRecord,
  runTermsSchema,
  summarySchema,
  type EvidenceStore,
  type Reading,
  type Summary,
} from '@keysweep/core';
import * as v from 'valibot';

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
  if (latest.state !== 'known') return latest;
  const stored = await evidence.get(`${latest.value.summary}/summary.json`);
  return stored.state === 'known' ? readJsonRecord(summarySchema, stored.value.body) : stored;
}

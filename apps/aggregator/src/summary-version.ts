import { readJsonRecord, summarySchema } from '@keysweep/core';
import * as v from 'valibot';

const versioned = v.object({ schema: v.pipe(v.string(), v.regex(/^keysweep\/summary\/\d{1,6}$/)) });

/** What other version of a summary a text says it is; null where it says nothing, or that it is of ours. */
export function otherVersionOf(body: string): string | null {
  const record = readJsonRecord(versioned, body);
  const version = record.state === 'known' ? record.value.schema : null;
  return version === summarySchema.entries.schema.literal ? null : version;
}

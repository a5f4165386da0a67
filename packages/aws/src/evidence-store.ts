import type { EvidenceStore } from '@keysweep/core';
import type { Connection } from './connection.ts';
import { openBucket, type EvidenceStoreOptions } from './evidence-bucket.ts';
import { readLines } from './read-lines.ts';
import { recordsOf } from './record-store.ts';
import { writeLong } from './write-long.ts';

/** The evidence bucket of an organization. Every write is conditional but that of a long record, which replaces what is there. */
export function evidenceStore(connection: Connection, options: EvidenceStoreOptions): EvidenceStore {
  const bucket = openBucket(connection, options);
  return {
    ...recordsOf(bucket),
    writeLong: (key) => writeLong(bucket, key),
    readLines: (key, visit) => readLines(bucket, key, visit),
  };
}

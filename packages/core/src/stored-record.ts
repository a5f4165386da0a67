import type { GenericSchema, InferOutput } from 'valibot';
import { KeysweepError } from './errors.ts';
import type { RecordStore } from './ports.ts';
import { readJsonRecord, type RecordSubject } from './read-record.ts';
import { known, unknown, type Reading } from './reading.ts';

/** How a stored record is checked when it is read back: its schema, and whom it must be about. */
export interface RecordCheck<Schema extends GenericSchema> {
  readonly schema: Schema;
  readonly subject: RecordSubject;
}

/** Reads a stored record and checks it. What is stored but malformed is as unknown as what cannot be read. */
export async function readStored<const Schema extends GenericSchema>(
  evidence: RecordStore,
  key: string,
  { schema, subject }: RecordCheck<Schema>,
): Promise<Reading<InferOutput<Schema>>> {
  const stored = await evidence.get(key);
  return stored.state === 'known' ? readJsonRecord(schema, stored.value.body, subject) : stored;
}

/**
 * Writes a record once; where one is stored already, that one is the record. `absent` cannot come back: what was just
 * found to exist and is gone again is an error of the bucket. What this call wrote comes back as the very object it was given.
 */
export async function storeOnce<const Schema extends GenericSchema>(
  evidence: RecordStore,
  { key, record }: { readonly key: string; readonly record: InferOutput<Schema> },
  check: RecordCheck<Schema>,
): Promise<Reading<InferOutput<Schema>>> {
  const put = await evidence.putOnce(key, serialise(record));
  if (put.state === 'written') return known(record);
  if (put.state === 'failed') return unknown(put.failure);
  return readStored(evidence, key, check);
}

/** A record as it is stored. */
export function serialise(record: unknown): string {
  return `${JSON.stringify(record, null, 1)}\n`;
}

/** The value of a reading that a stage cannot do without. Throws `evidence-unreadable` or `evidence-malformed`. */
export function demand<T>(reading: Reading<T>, what: string): T {
  if (reading.state === 'known') return reading.value;
  if (reading.state === 'absent') throw new KeysweepError('evidence-unreadable', `${what} is not there`);
  const { kind, operation, code, message } = reading.failure;
  throw new KeysweepError(
    kind === 'malformed' ? 'evidence-malformed' : 'evidence-unreadable',
    `${what} could not be read: ${operation}: ${code}: ${message}`,
    { hint: 'nothing was revoked; start the same run again once the cause is mended' },
  );
}

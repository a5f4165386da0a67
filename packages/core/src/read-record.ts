import * as v from 'valibot';
import type { Failure, Reading } from './reading.ts';
import { unknown } from './reading.ts';

/** What a record must be about to be believed: its own words for these fields must be these. */
export type RecordSubject = Readonly<
  Partial<Record<'accountId' | 'runId' | 'auditId' | 'policy' | 'organizationId', string>>
>;

/** A record as it was read: it is there, so it can only be what it should, or not. */
export type CheckedRecord<T> = Exclude<Reading<T>, { state: 'absent' }>;

/**
 * Checks a value of another trust zone or another day against its schema and its subject. What does not fit, or is about
 * another account or run, is `malformed`: refused and shown, never counted. The first thing wrong ends the check: to collect
 * everything that is wrong with a few megabytes takes gigabytes.
 */
export function readRecord<const Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  subject: RecordSubject = {},
): CheckedRecord<v.InferOutput<Schema>> {
  const parsed = v.safeParse(schema, value, { abortEarly: true });
  if (!parsed.success)
    return unknown(
      malformedRecord(`malformed at ${v.getDotPath(parsed.issues[0]) ?? 'its top'}: ${parsed.issues[0].message}`),
    );
  const claims: Readonly<Record<string, unknown>> = { ...(parsed.output as object) };
  const wrong = Object.entries(subject).find(([field, expected]) => claims[field] !== expected);
  return wrong === undefined
    ? { state: 'known', value: parsed.output }
    : unknown(malformedRecord(`its ${wrong[0]} is ${String(claims[wrong[0]])}, not ${wrong[1]}`));
}

/** No honest record comes near: the manifest of 50,000 accounts is about 15 million characters. */
export const LONGEST_RECORD = 32 * 1024 * 1024;

/** The same for a record's JSON text. One longer than `LONGEST_RECORD` is not even parsed. */
export function readJsonRecord<const Schema extends v.GenericSchema>(
  schema: Schema,
  body: string,
  subject: RecordSubject = {},
): CheckedRecord<v.InferOutput<Schema>> {
  if (body.length > LONGEST_RECORD) return unknown(malformedRecord(`it has ${body.length} characters`));
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return unknown(malformedRecord('it is not JSON'));
  }
  return readRecord(schema, value, subject);
}

const LONGEST_MESSAGE = 300;

function malformedRecord(message: string): Failure {
  return {
    kind: 'malformed',
    operation: 'keysweep:ReadRecord',
    code: 'MalformedRecord',
    message: message.slice(0, LONGEST_MESSAGE),
  };
}

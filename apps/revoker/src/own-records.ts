import { KeysweepError, type Failure, type RecordStore } from '@keysweep/core';

/** Tells a record from something else. Written by hand: the centre's schemas would not fit into a template. */
export type Guard<T> = (value: unknown) => value is T;

/** A record that was read, with the tag that replaces it. */
export interface OwnRecord<T> {
  readonly record: T;
  readonly etag: string;
}

/**
 * Reads a record of the account's own bucket; null where there is none. Throws `evidence-unreadable`, or
 * `evidence-malformed` for what is something else than it should be.
 */
export async function readOwn<T>(evidence: RecordStore, key: string, guard: Guard<T>): Promise<OwnRecord<T> | null> {
  const stored = await evidence.get(key);
  if (stored.state === 'absent') return null;
  if (stored.state === 'unknown') throw unreadable(key, stored.failure);
  const { body, etag } = stored.value;
  const record = parsed(body);
  if (guard(record)) return { record, etag };
  throw new KeysweepError('evidence-malformed', `${key} is not what it should be`);
}

/** Stores a record that must not exist yet; false where it does. Throws `evidence-unwritable`. */
export async function putOwn(evidence: RecordStore, key: string, record: object): Promise<boolean> {
  const put = await evidence.putOnce(key, `${JSON.stringify(record, null, 1)}\n`);
  if (put.state === 'failed') throw unwritable(key, put.failure);
  return put.state === 'written';
}

/** Why nothing more is done: a record could not be stored. */
export function unwritable(key: string, failure: Failure): KeysweepError {
  return new KeysweepError('evidence-unwritable', `${key}: ${failure.code}: ${failure.message}`);
}

/** Whether a value has these fields with exactly these values. */
export function hasFields(value: unknown, fields: object): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(fields).every(([name, expected]) => Reflect.get(value, name) === expected);
}

function unreadable(key: string, failure: Failure): KeysweepError {
  return new KeysweepError('evidence-unreadable', `${key}: ${failure.code}: ${failure.message}`);
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

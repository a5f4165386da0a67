import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { link, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import {
  KeysweepError,
  known,
  LineReader,
  lineTooLong,
  unknown,
  type EvidenceStore,
  type PagedReading,
  type PutResult,
  type Reading,
  type StoredRecord,
} from '@keysweep/core';
import { draftOf, isDraft } from './draft-file.ts';
import { fileFailure, saysExists, saysNoFile } from './file-failure.ts';
import { longFile } from './long-file.ts';

/**
 * Evidence in a folder, under the keys that it has in a bucket. A record is there whole or not at all, and on the disk before it
 * is said to be written; its tag is the hash of what it holds. Between processes only writing once is safe: which is what keeps
 * two of them from one run.
 */
export function folderEvidence(root: string): EvidenceStore {
  const inTurn = turns();
  const pathOf = (key: string): string => join(root, ...checked(key).split('/'));
  return {
    putOnce: (key, body) => putOnce(pathOf(key), body),
    replace: (key, body, etag) =>
      etag === null ? putOnce(pathOf(key), body) : inTurn(() => replace(pathOf(key), body, etag)),
    get: (key) => get(pathOf(key)),
    list: (prefix) => list(root, checked(prefix)),
    writeLong: (key) => longFile(pathOf(key)),
    readLines: (key, visit) => readLines(pathOf(key), visit),
  };
}

/** Only checked ids enter a key; what would lead out of the folder is none. */
function checked(key: string): string {
  if (!key.startsWith('/') && key.split('/').every((part) => part !== '..' && part !== '.')) return key;
  throw new KeysweepError('internal', 'a record was to be kept outside of the evidence');
}

/** A link is made only where nothing is, and to a file that is whole. */
async function putOnce(path: string, body: string): Promise<PutResult> {
  return written(path, body, (draft) => link(draft, path));
}

async function replace(path: string, body: string, etag: string): Promise<PutResult> {
  const stored = await get(path);
  if (stored.state === 'unknown') return { state: 'failed', failure: stored.failure };
  if (stored.state === 'absent' || stored.value.etag !== etag) return { state: 'exists' };
  return written(path, body, (draft) => rename(draft, path));
}

async function written(path: string, body: string, settle: (draft: string) => Promise<void>): Promise<PutResult> {
  const failed = (error: unknown): PutResult => ({ state: 'failed', failure: fileFailure('file:Write', error) });
  try {
    const draft = await draftOf(path);
    try {
      await draft.write(body);
      await draft.finish();
      return await settle(draft.path).then(
        (): PutResult => ({ state: 'written', etag: etagOf(body) }),
        (error: unknown) => (saysExists(error) ? { state: 'exists' } : failed(error)),
      );
    } finally {
      await draft.discard();
    }
  } catch (error) {
    return failed(error);
  }
}

async function get(path: string): Promise<Reading<StoredRecord>> {
  try {
    const body = await readFile(path, 'utf8');
    return known({ body, etag: etagOf(body) });
  } catch (error) {
    return saysNoFile(error) ? { state: 'absent' } : unknown(fileFailure('file:Read', error));
  }
}

async function list(root: string, prefix: string): Promise<PagedReading<string>> {
  const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
  try {
    const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
    const items = entries
      .filter((entry) => entry.isFile() && !isDraft(entry.name))
      .map((entry) => join(entry.parentPath, entry.name).slice(join(root, '/').length).replaceAll('\\', '/'))
      .filter((key) => key.startsWith(prefix))
      .sort();
    return { items, end: { state: 'complete' } };
  } catch (error) {
    if (saysNoFile(error)) return { items: [], end: { state: 'complete' } };
    return { items: [], end: unknown(fileFailure('file:List', error)) };
  }
}

async function readLines(path: string, visit: (line: string) => boolean): Promise<Reading<null>> {
  const reader = new LineReader(visit);
  const pieces = createReadStream(path, 'utf8');
  try {
    for await (const piece of pieces) {
      const read = reader.read(String(piece));
      if (read === 'too-long') return unknown(lineTooLong('file:Read'));
      if (read === 'enough') return known(null);
    }
  } catch (error) {
    return saysNoFile(error) ? { state: 'absent' } : unknown(fileFailure('file:Read', error));
  }
  reader.end();
  return known(null);
}

function etagOf(body: string): string {
  return `"${createHash('sha256').update(body, 'utf8').digest('hex')}"`;
}

/** Has one piece of work after another done, each once the one before it has ended. */
function turns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
}

import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import type { PagedReading, PutResult, Reading, RecordStore, StoredRecord } from '@keysweep/core';
import { known, unknown } from '@keysweep/core';
import type { Connection } from './connection.ts';
import { contentTypeOf, openBucket, type EvidenceBucket, type EvidenceStoreOptions } from './evidence-bucket.ts';
import { failureOf, malformed } from './iam/failure.ts';
import { nextOfTruncated, readPages } from './iam/paging.ts';
import { pauseFor } from './iam/system-clock.ts';

const CONFLICT_ATTEMPTS = 5;
const CONFLICT_PAUSE_MS = 200;

/**
 * The records of the evidence bucket that are held whole. Every write is conditional, so nothing is ever overwritten unseen.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export function recordStore(connection: Connection, options: EvidenceStoreOptions): RecordStore {
  return recordsOf(openBucket(connection, options));
}

/** The same, of a bucket that is open. */
export function recordsOf(bucket: EvidenceBucket): RecordStore {
  return {
    putOnce: (key, body) => put(bucket, { key, body, etag: null }),
    replace: (key, body, etag) => put(bucket, { key, body, etag }),
    get: (key) => get(bucket, key),
    list: (prefix) => list(bucket, prefix),
  };
}

interface Write {
  readonly key: string;
  readonly body: string;
  /** The record to replace; null where there must be none yet. */
  readonly etag: string | null;
}

/**
 * 412: somebody was first, or the SDK's own first attempt was (its answer lost); either way the caller reads what is
 * stored. 409: another write or delete of the same key is under way, and this one is to be tried again.
 */
async function put({ client, options }: EvidenceBucket, { key, body, etag }: Write): Promise<PutResult> {
  const sleep = options.sleep ?? pauseFor;
  const condition = etag === null ? { IfNoneMatch: '*' } : { IfMatch: etag };
  const request = { Bucket: options.bucket, Key: key, Body: body, ContentType: contentTypeOf(key), ...condition };
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { ETag } = await client.send(new PutObjectCommand(request));
      if (ETag !== undefined) return { state: 'written', etag: ETag };
      return { state: 'failed', failure: malformed('s3:PutObject', 'the answer names no ETag') };
    } catch (error) {
      const failure = failureOf('s3:PutObject', error);
      if (failure.code === 'PreconditionFailed') return { state: 'exists' };
      if (failure.code !== 'ConditionalRequestConflict' || attempt === CONFLICT_ATTEMPTS)
        return { state: 'failed', failure };
      await sleep(CONFLICT_PAUSE_MS * attempt);
    }
  }
}

async function get({ client, options }: EvidenceBucket, key: string): Promise<Reading<StoredRecord>> {
  try {
    const { Body, ETag } = await client.send(new GetObjectCommand({ Bucket: options.bucket, Key: key }));
    if (Body === undefined || ETag === undefined)
      return unknown(malformed('s3:GetObject', 'the answer has no body or no ETag'));
    return known({ body: await Body.transformToString('utf-8'), etag: ETag });
  } catch (error) {
    const failure = failureOf('s3:GetObject', error);
    return failure.code === 'NoSuchKey' ? { state: 'absent' } : unknown(failure);
  }
}

function list({ client, options }: EvidenceBucket, prefix: string): Promise<PagedReading<string>> {
  return readPages({
    operation: 's3:ListObjectsV2',
    fetchPage: async (token) => {
      const page = await client.send(
        new ListObjectsV2Command({ Bucket: options.bucket, Prefix: prefix, ContinuationToken: token }),
      );
      // An empty listing has no Contents at all; KeyCount tells it from a page that lost them.
      const contents = page.Contents ?? (page.KeyCount === 0 ? [] : undefined);
      const items = contents?.map(({ Key }) => Key ?? null);
      return { items, next: nextOfTruncated(page.IsTruncated, page.NextContinuationToken) };
    },
  });
}

import { createHash } from 'node:crypto';
import type { PolicyDocument } from '../policy/policy-document.ts';
import { SortedIndex } from './sorted-index.ts';

/** An object of a bucket. */
export interface StoredObject {
  readonly key: string;
  readonly body: Uint8Array;
  /** Quoted, as on the wire. */
  readonly etag: string;
  readonly contentType: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly modifiedAt: Date;
}

/** An S3 bucket. */
export interface Bucket {
  readonly name: string;
  readonly ownerAccountId: string;
  /** The bucket policy, if it has one. */
  policy: PolicyDocument | null;
  readonly objects: SortedIndex<StoredObject>;
}

/** An empty bucket without a policy. */
export function emptyBucket(name: string, ownerAccountId: string): Bucket {
  return { name, ownerAccountId, policy: null, objects: new SortedIndex((object) => object.key) };
}

/** An object to be stored; its tag is the MD5 of its body, as of one that was written in one piece and is not encrypted. */
export function objectOf(
  written: Pick<StoredObject, 'key' | 'body' | 'modifiedAt'> & Partial<Pick<StoredObject, 'contentType' | 'metadata'>>,
): StoredObject {
  const etag = `"${createHash('md5').update(written.body).digest('hex')}"`;
  return { contentType: 'application/octet-stream', metadata: {}, ...written, etag };
}

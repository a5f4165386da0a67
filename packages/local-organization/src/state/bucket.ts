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
  /** Those that are neither completed nor aborted, by their id. */
  readonly uploads: Map<string, IncompleteUpload>;
}

/** A part of an object that is uploaded in parts. */
export interface UploadedPart {
  readonly body: Uint8Array;
  /** Quoted, as on the wire. */
  readonly etag: string;
  /** The CRC32 that came with it, in Base64. */
  readonly crc32: string | undefined;
}

/** An object that is uploaded in parts, and of which nothing is to be seen yet. */
export interface IncompleteUpload extends Pick<StoredObject, 'key' | 'contentType' | 'metadata'> {
  /** The algorithm that the checksums of its parts must be of. */
  readonly checksumAlgorithm: string | undefined;
  readonly parts: Map<number, UploadedPart>;
}

/** An empty bucket without a policy. */
export function emptyBucket(name: string, ownerAccountId: string): Bucket {
  return {
    name,
    ownerAccountId,
    policy: null,
    objects: new SortedIndex((object) => object.key),
    uploads: new Map(),
  };
}

/** The tag of a body that was written in one piece: its MD5, quoted. */
export function etagOf(body: Uint8Array): string {
  return `"${createHash('md5').update(body).digest('hex')}"`;
}

/** An object to be stored; its tag is the MD5 of its body, as of one that was written in one piece and is not encrypted. */
export function objectOf(
  written: Pick<StoredObject, 'key' | 'body' | 'modifiedAt'> & Partial<Pick<StoredObject, 'contentType' | 'metadata'>>,
): StoredObject {
  return { contentType: 'application/octet-stream', metadata: {}, ...written, etag: etagOf(written.body) };
}

/**
 * The object that the parts of an upload make, in their order. Its tag is the MD5 of the MD5s of its parts, and their number.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html
 */
export function joinedObject(
  { key, contentType, metadata }: IncompleteUpload,
  parts: readonly UploadedPart[],
  modifiedAt: Date,
): StoredObject {
  const digests = parts.map(({ etag }) => Buffer.from(etag.replaceAll('"', ''), 'hex'));
  const digest = createHash('md5').update(Buffer.concat(digests)).digest('hex');
  const body = Buffer.concat(parts.map((part) => part.body));
  return { key, contentType, metadata, body, etag: `"${digest}-${parts.length}"`, modifiedAt };
}

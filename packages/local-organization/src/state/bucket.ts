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

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

/** An S3 bucket, private to the account that owns it. */
export interface Bucket {
  readonly name: string;
  readonly ownerAccountId: string;
  readonly objects: SortedIndex<StoredObject>;
}

/** An empty bucket. */
export function emptyBucket(name: string, ownerAccountId: string): Bucket {
  return { name, ownerAccountId, objects: new SortedIndex((object) => object.key) };
}

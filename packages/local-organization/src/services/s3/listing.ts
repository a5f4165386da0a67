import type { ListObjectsV2Output, ListObjectsV2Request } from '@aws-sdk/client-s3';
import type { Resource } from '../../authorization.ts';
import type { StoredObject } from '../../state/bucket.ts';
import type { SortedIndex } from '../../state/sorted-index.ts';
import { ServiceError } from '../../wire/service-error.ts';
import { operation } from '../operation.ts';
import type { Call } from '../operation.ts';
import { addressedBucket, bucketResource } from './buckets.ts';

const LARGEST_PAGE = 1000;

/** Listing a bucket. https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
export const LISTING_OPERATIONS = [
  operation<ListObjectsV2Request, ListObjectsV2Output>('s3:ListObjectsV2', listObjects, {
    action: 's3:ListBucket',
    resource: listedBucket,
  }),
];

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html
function listedBucket(call: Call, input: ListObjectsV2Request): Resource {
  const bucket = bucketResource(call, input);
  return input.Prefix === undefined ? bucket : { ...bucket, context: { 's3:prefix': input.Prefix } };
}

interface Listing {
  readonly objects: readonly StoredObject[];
  readonly prefixes: readonly string[];
  /** The last key that the page covers, if there is more behind it. */
  readonly last: string | undefined;
}

function listObjects(call: Call, input: ListObjectsV2Request): ListObjectsV2Output {
  const { objects } = addressedBucket(call, input);
  const { Prefix: prefix = '', Delimiter: delimiter, EncodingType: encoding } = input;
  const limit = Math.min(input.MaxKeys ?? LARGEST_PAGE, LARGEST_PAGE);
  const after = input.ContinuationToken === undefined ? input.StartAfter : readToken(input.ContinuationToken);
  const page = collect(objects, { prefix, delimiter, after, limit });
  const text = (key: string): string => (encoding === 'url' ? encodeURIComponent(key).replaceAll('%2F', '/') : key);
  return {
    Name: input.Bucket,
    Prefix: text(prefix),
    ...(delimiter === undefined
      ? {}
      : { Delimiter: text(delimiter), CommonPrefixes: page.prefixes.map((each) => ({ Prefix: text(each) })) }),
    ...(encoding === undefined ? {} : { EncodingType: encoding }),
    MaxKeys: limit,
    KeyCount: page.objects.length + page.prefixes.length,
    Contents: page.objects.map((object) => ({
      Key: text(object.key),
      LastModified: object.modifiedAt,
      ETag: object.etag,
      Size: object.body.byteLength,
      StorageClass: 'STANDARD',
    })),
    IsTruncated: page.last !== undefined,
    ...(page.last === undefined ? {} : { NextContinuationToken: writeToken(page.last) }),
  };
}

interface Wanted {
  readonly prefix: string;
  readonly delimiter: string | undefined;
  readonly after: string | undefined;
  readonly limit: number;
}

function collect(index: SortedIndex<StoredObject>, { prefix, delimiter, after, limit }: Wanted): Listing {
  const objects: StoredObject[] = [];
  const prefixes: string[] = [];
  let last: string | undefined;
  for (const object of index.from(after !== undefined && after > prefix ? after : prefix)) {
    if (!object.key.startsWith(prefix)) break;
    const common = commonPrefix(object.key, prefix, delimiter);
    // A prefix that an earlier page or entry already stands for.
    if (
      object.key === after ||
      (common !== undefined && (common === prefixes.at(-1) || after?.startsWith(common) === true))
    )
      continue;
    if (objects.length + prefixes.length === limit) return { objects, prefixes, last };
    if (common === undefined) objects.push(object);
    else prefixes.push(common);
    last = object.key;
  }
  return { objects, prefixes, last: undefined };
}

function commonPrefix(key: string, prefix: string, delimiter: string | undefined): string | undefined {
  if (delimiter === undefined || delimiter === '') return undefined;
  const end = key.indexOf(delimiter, prefix.length);
  return end < 0 ? undefined : key.slice(0, end + delimiter.length);
}

function writeToken(key: string): string {
  return Buffer.from(`after:${key}`, 'utf8').toString('base64url');
}

function readToken(token: string): string {
  const text = Buffer.from(token, 'base64url').toString('utf8');
  if (text.startsWith('after:')) return text.slice(6);
  throw new ServiceError('InvalidArgument', 'The continuation token provided is incorrect', { status: 400 });
}

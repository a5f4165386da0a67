import type { Resource } from '../../authorization.ts';
import type { Bucket } from '../../state/bucket.ts';
import { ServiceError } from '../../wire/service-error.ts';
import type { Call } from '../operation.ts';

/** The members that address an object or a bucket. */
export interface S3Target {
  readonly Bucket?: string | undefined;
  readonly Key?: string | undefined;
  readonly ExpectedBucketOwner?: string | undefined;
}

/**
 * The bucket of a request, which was authorized, and which whoever is expected owns.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html
 */
export function addressedBucket(call: Call, input: S3Target): Bucket {
  const bucket = call.state.buckets.get(input.Bucket ?? '');
  const { ExpectedBucketOwner: expected = bucket?.ownerAccountId } = input;
  if (bucket !== undefined && bucket.ownerAccountId !== expected)
    throw new ServiceError('AccessDenied', 'Access Denied', { status: 403 });
  if (bucket !== undefined) return bucket;
  const members = { BucketName: input.Bucket ?? '' };
  throw new ServiceError('NoSuchBucket', 'The specified bucket does not exist', { members });
}

/** The answer where there is no such object, for those who may know. */
export function noSuchKey(key = ''): ServiceError {
  return new ServiceError('NoSuchKey', 'The specified key does not exist.', { members: { Key: key } });
}

/** An object as policies see it. */
export function objectResource(call: Call, input: S3Target): Resource {
  const bucket = bucketResource(call, input);
  return { ...bucket, arn: `${bucket.arn}/${input.Key ?? ''}` };
}

/** A bucket as policies see it; one that does not exist has no policy, and is nobody else's. */
export function bucketResource(call: Call, input: S3Target): Resource {
  const bucket = call.state.buckets.get(input.Bucket ?? '');
  return { arn: `arn:aws:s3:::${input.Bucket ?? ''}`, accountId: bucket?.ownerAccountId, policy: bucket?.policy };
}

/** What a request asks for that is not offered here is refused aloud, never ignored. */
export function refuseUnsupported(input: object, members: readonly string[]): void {
  const asked = members.find((member) => member in input);
  if (asked === undefined) return;
  throw new ServiceError('NotImplemented', `The local organization does not support ${asked}.`, { status: 501 });
}

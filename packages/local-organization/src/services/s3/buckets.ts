import { denialMessage } from '../../authorization.ts';
import type { Resource } from '../../authorization.ts';
import { principalArn } from '../../principal.ts';
import type { Bucket } from '../../state/bucket.ts';
import { ServiceError } from '../../wire/service-error.ts';
import type { Call } from '../operation.ts';

/** The members that address an object or a bucket. */
export interface S3Target {
  readonly Bucket?: string | undefined;
  readonly Key?: string | undefined;
}

/** The bucket of a request: it must exist and belong to the caller's account, since no bucket here has a policy. */
export function addressedBucket(call: Call, input: S3Target): Bucket {
  const bucket = call.state.buckets.get(input.Bucket ?? '');
  if (bucket === undefined) {
    const members = { BucketName: input.Bucket ?? '' };
    throw new ServiceError('NoSuchBucket', 'The specified bucket does not exist', { members });
  }
  if (bucket.ownerAccountId === call.account.id) return bucket;
  const refused = {
    principalArn: principalArn(call.caller),
    action: 's3',
    resource: objectResource(input),
    reason: 'implicit',
  } as const;
  const [who = ''] = denialMessage(refused).split(' to perform');
  throw new ServiceError('AccessDenied', `${who} by any resource-based policy`, { status: 403 });
}

/** An object as policies see it. */
export function objectResource(input: S3Target): Resource {
  return { arn: `arn:aws:s3:::${input.Bucket ?? ''}/${input.Key ?? ''}` };
}

/** A bucket as policies see it. */
export function bucketResource(input: S3Target): Resource {
  return { arn: `arn:aws:s3:::${input.Bucket ?? ''}` };
}

/** What a request asks for that is not offered here is refused aloud, never ignored. */
export function refuseUnsupported(input: object, members: readonly string[]): void {
  const asked = members.find((member) => member in input);
  if (asked === undefined) return;
  throw new ServiceError('NotImplemented', `The local organization does not support ${asked}.`, { status: 501 });
}

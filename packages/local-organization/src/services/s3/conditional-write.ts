import type { Resource } from '../../authorization.ts';
import type { RequestContext } from '../../policy/condition-keys.ts';
import type { StoredObject } from '../../state/bucket.ts';
import { ServiceError } from '../../wire/service-error.ts';
import type { Call } from '../operation.ts';
import { noSuchKey, objectResource, type S3Target } from './buckets.ts';

/** A write that puts an object in its place, with the conditions it may have. */
export interface ConditionalWrite extends S3Target {
  readonly IfNoneMatch?: string | undefined;
  readonly IfMatch?: string | undefined;
}

/**
 * An object to be written, with the conditions of the write.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
 */
export function writtenObject(call: Call, input: ConditionalWrite): Resource {
  const { IfNoneMatch: ifNoneMatch, IfMatch: ifMatch } = input;
  const context: RequestContext = {
    's3:ObjectCreationOperation': 'true',
    ...(ifNoneMatch === undefined ? {} : { 's3:if-none-match': ifNoneMatch }),
    ...(ifMatch === undefined ? {} : { 's3:if-match': ifMatch }),
  };
  return { ...objectResource(call, input), context };
}

/** An object whose parts are written, which is no object before they are put together; such a write has no conditions. */
export function unwrittenObject(call: Call, input: S3Target): Resource {
  return { ...objectResource(call, input), context: { 's3:ObjectCreationOperation': 'false' } };
}

/**
 * Writing only where nothing is (`If-None-Match: *`), or only over what was read (`If-Match`).
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export function checkConditions(existing: StoredObject | undefined, input: ConditionalWrite): void {
  const { IfNoneMatch: ifNoneMatch, IfMatch: ifMatch } = input;
  if (ifNoneMatch !== undefined && ifNoneMatch !== '*') {
    throw new ServiceError('NotImplemented', 'A header you provided implies functionality that is not implemented', {
      status: 501,
    });
  }
  if (ifNoneMatch === '*' && existing !== undefined) throw preconditionFailed('If-None-Match');
  if (ifMatch === undefined) return;
  if (existing === undefined) throw noSuchKey(input.Key);
  if (existing.etag.replaceAll('"', '') !== ifMatch.replaceAll('"', '')) throw preconditionFailed('If-Match');
}

function preconditionFailed(condition: string): ServiceError {
  const message = 'At least one of the pre-conditions you specified did not hold';
  return new ServiceError('PreconditionFailed', message, { status: 412, members: { Condition: condition } });
}

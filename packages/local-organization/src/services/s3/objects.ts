import type {
  DeleteObjectOutput,
  DeleteObjectRequest,
  GetObjectRequest,
  HeadObjectOutput,
  HeadObjectRequest,
  PutObjectOutput,
  PutObjectRequest,
} from '@aws-sdk/client-s3';
import { objectOf } from '../../state/bucket.ts';
import type { StoredObject } from '../../state/bucket.ts';
import { ServiceError } from '../../wire/service-error.ts';
import { operation } from '../operation.ts';
import type { Call } from '../operation.ts';
import { addressedBucket, bucketResource, noSuchKey, objectResource, refuseUnsupported } from './buckets.ts';
import { checkConditions, writtenObject } from './conditional-write.ts';

const onObject = { resource: objectResource };
const onWrite = { resource: writtenObject };

interface ReceivedObject extends Omit<PutObjectRequest, 'Body'> {
  readonly Body?: Uint8Array;
}

interface SentObject extends HeadObjectOutput {
  readonly Body: Uint8Array;
}

/** The verbs on objects. https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html and siblings */
export const OBJECT_OPERATIONS = [
  operation<ReceivedObject, PutObjectOutput>('s3:PutObject', putObject, onWrite),
  operation<GetObjectRequest, SentObject>('s3:GetObject', getObject, onObject),
  operation<HeadObjectRequest, HeadObjectOutput>('s3:HeadObject', headObject, { ...onObject, action: 's3:GetObject' }),
  operation<DeleteObjectRequest, DeleteObjectOutput>('s3:DeleteObject', deleteObject, onObject),
];

const UNSUPPORTED_READS = [
  'Range',
  'PartNumber',
  'VersionId',
  'IfMatch',
  'IfNoneMatch',
  'IfModifiedSince',
  'IfUnmodifiedSince',
];

function putObject(call: Call, input: ReceivedObject): PutObjectOutput {
  const { objects } = addressedBucket(call, input);
  const { Key: key = '', Body: body = new Uint8Array() } = input;
  checkConditions(objects.get(key), input);
  const object = objectOf({
    key,
    body,
    modifiedAt: call.now,
    ...(input.ContentType === undefined ? {} : { contentType: input.ContentType }),
    ...(input.Metadata === undefined ? {} : { metadata: input.Metadata }),
  });
  objects.put(object);
  return { ETag: object.etag, ServerSideEncryption: input.ServerSideEncryption ?? 'AES256' };
}

function getObject(call: Call, input: GetObjectRequest): SentObject {
  const object = storedObject(call, input);
  return { ...headers(object), Body: object.body };
}

function headObject(call: Call, input: HeadObjectRequest): HeadObjectOutput {
  return headers(storedObject(call, input));
}

function headers(object: StoredObject): HeadObjectOutput {
  return {
    ContentLength: object.body.byteLength,
    ContentType: object.contentType,
    ETag: object.etag,
    LastModified: object.modifiedAt,
    Metadata: object.metadata,
    AcceptRanges: 'bytes',
    ServerSideEncryption: 'AES256',
  };
}

/**
 * The object of a request. Who may not list the bucket does not learn that an object is missing.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
function storedObject(call: Call, input: GetObjectRequest | HeadObjectRequest): StoredObject {
  refuseUnsupported(input, UNSUPPORTED_READS);
  const object = addressedBucket(call, input).objects.get(input.Key ?? '');
  if (object !== undefined) return object;
  if (call.authorize('s3:ListBucket', bucketResource(call, input)).verdict === 'allowed') throw noSuchKey(input.Key);
  throw new ServiceError('AccessDenied', 'Access Denied', { status: 403 });
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html: deleting what is not there succeeds
function deleteObject(call: Call, input: DeleteObjectRequest): DeleteObjectOutput {
  refuseUnsupported(input, ['VersionId', 'IfMatch', 'MFA']);
  addressedBucket(call, input).objects.delete(input.Key ?? '');
  return {};
}

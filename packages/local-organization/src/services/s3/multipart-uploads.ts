import { randomUUID } from 'node:crypto';
import type {
  AbortMultipartUploadOutput,
  AbortMultipartUploadRequest,
  CompleteMultipartUploadOutput,
  CompleteMultipartUploadRequest,
  CreateMultipartUploadOutput,
  CreateMultipartUploadRequest,
  UploadPartOutput,
  UploadPartRequest,
} from '@aws-sdk/client-s3';
import { etagOf, joinedObject, type Bucket, type IncompleteUpload } from '../../state/bucket.ts';
import { ServiceError } from '../../wire/service-error.ts';
import { operation } from '../operation.ts';
import type { Call } from '../operation.ts';
import { addressedBucket, objectResource, refuseUnsupported } from './buckets.ts';
import { chosenParts, MOST_PARTS } from './chosen-parts.ts';
import { checkConditions, unwrittenObject, writtenObject } from './conditional-write.ts';

interface ReceivedPart extends Omit<UploadPartRequest, 'Body'> {
  readonly Body?: Uint8Array;
}

const asPut = { action: 's3:PutObject' };

/**
 * Objects that are uploaded in parts. All but giving up is done with the right to put the object.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
 */
export const MULTIPART_OPERATIONS = [
  operation<CreateMultipartUploadRequest, CreateMultipartUploadOutput>('s3:CreateMultipartUpload', createUpload, {
    ...asPut,
    resource: unwrittenObject,
  }),
  operation<ReceivedPart, UploadPartOutput>('s3:UploadPart', uploadPart, { ...asPut, resource: unwrittenObject }),
  operation<CompleteMultipartUploadRequest, CompleteMultipartUploadOutput>(
    's3:CompleteMultipartUpload',
    completeUpload,
    { ...asPut, resource: writtenObject },
  ),
  operation<AbortMultipartUploadRequest, AbortMultipartUploadOutput>('s3:AbortMultipartUpload', abortUpload, {
    resource: objectResource,
  }),
];

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html
function createUpload(call: Call, input: CreateMultipartUploadRequest): CreateMultipartUploadOutput {
  const { uploads } = addressedBucket(call, input);
  refuseUnsupported(input, ['ChecksumType']);
  const { Bucket, Key: key = '', ContentType: contentType, ChecksumAlgorithm: checksumAlgorithm } = input;
  if (checksumAlgorithm !== undefined && checksumAlgorithm !== 'CRC32') refuseUnsupported(input, ['ChecksumAlgorithm']);
  const id = randomUUID();
  uploads.set(id, {
    key,
    contentType: contentType ?? 'application/octet-stream',
    metadata: input.Metadata ?? {},
    checksumAlgorithm,
    parts: new Map(),
  });
  return { Bucket, Key: key, UploadId: id, ChecksumAlgorithm: checksumAlgorithm };
}

/**
 * A part of a number that was uploaded before takes its place. The checksum of a part must be of the algorithm that the
 * upload was begun with. https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html
 */
function uploadPart(call: Call, input: ReceivedPart): UploadPartOutput {
  const { upload } = addressedUpload(call, input);
  const { PartNumber: number = 0, Body: body = new Uint8Array(), ChecksumCRC32: crc32 } = input;
  if (!Number.isInteger(number) || number < 1 || number > MOST_PARTS) {
    const message = `Part number must be an integer between 1 and ${MOST_PARTS}, inclusive`;
    throw new ServiceError('InvalidArgument', message, { status: 400 });
  }
  if (crc32 !== undefined && upload.checksumAlgorithm === undefined) {
    const message = 'Checksum Type mismatch occurred, expected checksum Type: null, actual checksum Type: crc32';
    throw new ServiceError('InvalidRequest', message, { status: 400 });
  }
  const etag = etagOf(body);
  upload.parts.set(number, { body, etag, crc32 });
  return { ETag: etag, ChecksumCRC32: crc32, ServerSideEncryption: 'AES256' };
}

/**
 * Puts the object in its place, in one step, under the conditions that a write in one piece may have.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html
 */
function completeUpload(call: Call, input: CompleteMultipartUploadRequest): CompleteMultipartUploadOutput {
  const { bucket, upload, id } = addressedUpload(call, input);
  const parts = chosenParts(upload, input.MultipartUpload?.Parts ?? []);
  checkConditions(bucket.objects.get(upload.key), input);
  const object = joinedObject(upload, parts, call.now);
  bucket.objects.put(object);
  bucket.uploads.delete(id);
  return { Bucket: bucket.name, Key: upload.key, ETag: object.etag, ServerSideEncryption: 'AES256' };
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html
function abortUpload(call: Call, input: AbortMultipartUploadRequest): AbortMultipartUploadOutput {
  refuseUnsupported(input, ['IfMatchInitiatedTime']);
  const { bucket, id } = addressedUpload(call, input);
  bucket.uploads.delete(id);
  return {};
}

interface Addressed {
  readonly bucket: Bucket;
  readonly upload: IncompleteUpload;
  readonly id: string;
}

function addressedUpload(call: Call, input: AbortMultipartUploadRequest | ReceivedPart): Addressed {
  const bucket = addressedBucket(call, input);
  const { UploadId: id = '', Key: key } = input;
  const upload = bucket.uploads.get(id);
  if (upload?.key === key && upload !== undefined) return { bucket, upload, id };
  const message =
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.';
  throw new ServiceError('NoSuchUpload', message, { status: 404, members: { UploadId: id } });
}

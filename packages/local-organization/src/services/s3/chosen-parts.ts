import type { CompletedPart } from '@aws-sdk/client-s3';
import type { IncompleteUpload, UploadedPart } from '../../state/bucket.ts';
import { ServiceError } from '../../wire/service-error.ts';

/** How many parts an object may have. https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
export const MOST_PARTS = 10_000;
const SMALLEST_PART = 5 * 1024 * 1024;

/**
 * The parts that a request names to make an object of: at least one, in ascending order, each as it was uploaded, and all but
 * the last of 5 MiB or more. https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html
 */
export function chosenParts(upload: IncompleteUpload, named: readonly CompletedPart[]): readonly UploadedPart[] {
  if (named.length === 0) {
    const message = 'The XML you provided was not well-formed or did not validate against our published schema';
    throw refused('MalformedXML', message);
  }
  if (named.some(({ PartNumber: number = 0 }, index) => number <= (named[index - 1]?.PartNumber ?? 0))) {
    throw refused('InvalidPartOrder', 'The list of parts was not in ascending order.');
  }
  const parts = named.map((part) => uploaded(upload, part));
  if (parts.slice(0, -1).some(({ body }) => body.byteLength < SMALLEST_PART)) {
    throw refused('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size');
  }
  return parts;
}

function uploaded({ parts, checksumAlgorithm }: IncompleteUpload, named: CompletedPart): UploadedPart {
  const { PartNumber: number = 0, ETag: etag = '', ChecksumCRC32: crc32 } = named;
  const part = parts.get(number);
  if (checksumAlgorithm !== undefined && crc32 === undefined) {
    const message = `The upload was created using a crc32 checksum. The complete request must include the checksum for each part. It was missing for part ${number} in the request.`;
    throw refused('InvalidRequest', message);
  }
  if (part !== undefined && unquoted(part.etag) === unquoted(etag) && part.crc32 === crc32) return part;
  const message =
    'One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part’s entity tag.';
  throw refused('InvalidPart', message);
}

function unquoted(etag: string): string {
  return etag.replaceAll('"', '');
}

function refused(code: string, message: string): ServiceError {
  return new ServiceError(code, message, { status: 400 });
}

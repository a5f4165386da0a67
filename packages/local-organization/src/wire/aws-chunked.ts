import { ServiceError } from './service-error.ts';
import type { WireRequest } from './message.ts';

/** Whether a body is in `aws-chunked` encoding, as the SDK sends streams to S3. */
export function isAwsChunked(request: WireRequest): boolean {
  const encodings = (request.headers['content-encoding'] ?? '').split(',').map((encoding) => encoding.trim());
  const contentHash = request.headers['x-amz-content-sha256'] ?? '';
  return encodings.includes('aws-chunked') || contentHash.startsWith('STREAMING-');
}

/**
 * The content of an `aws-chunked` body. Chunk signatures and trailing checksums are dropped without being verified.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
export function decodeAwsChunked(body: Uint8Array): Uint8Array {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const chunks: Uint8Array[] = [];
  let position = 0;
  for (;;) {
    const lineEnd = bytes.indexOf('\r\n', position);
    const size = lineEnd < 0 ? Number.NaN : Number.parseInt(bytes.toString('latin1', position, lineEnd), 16);
    if (Number.isNaN(size) || lineEnd + 2 + size > bytes.byteLength) throw incomplete();
    if (size === 0) return Buffer.concat(chunks);
    chunks.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    position = lineEnd + 2 + size + 2;
  }
}

function incomplete(): ServiceError {
  return new ServiceError('IncompleteBody', 'The request body terminated unexpectedly', { status: 400 });
}

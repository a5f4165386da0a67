import type { WireRequest } from './message.ts';

/** The bucket a request addresses, and the path within it. */
export interface S3Address {
  readonly bucket: string | undefined;
  readonly path: string;
}

const VIRTUAL_HOST = /^(.+?)\.s3(?:[.-][a-z0-9-]+)?\.amazonaws\.com$/;
const LOCAL_VIRTUAL_HOST = /^(.+)\.(?:localhost|127\.0\.0\.1)(?::\d+)?$/;

/**
 * Reads both ways of addressing a bucket: `bucket.s3.region.amazonaws.com/key` and `s3.region.amazonaws.com/bucket/key`.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
 */
export function readS3Address(request: WireRequest): S3Address {
  const host = request.headers['host'] ?? '';
  const inHost = VIRTUAL_HOST.exec(host)?.[1] ?? LOCAL_VIRTUAL_HOST.exec(host)?.[1];
  if (inHost !== undefined) return { bucket: inHost, path: request.path };
  const [, bucket = '', rest = ''] = /^\/([^/]*)(\/.*)?$/.exec(request.path) ?? [];
  return bucket === ''
    ? { bucket: undefined, path: '/' }
    : { bucket: decodeURIComponent(bucket), path: rest === '' ? '/' : rest };
}

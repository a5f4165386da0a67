import { S3Client } from '@aws-sdk/client-s3';
import { clientSettings, type Connection } from './connection.ts';

/** Which bucket, and how it is addressed. */
export interface EvidenceStoreOptions {
  readonly bucket: string;
  /** Names the bucket in the path instead of the host, for an endpoint without wildcard DNS. Default false. */
  readonly forcePathStyle?: boolean;
  /** Waits the given milliseconds. */
  readonly sleep?: (milliseconds: number) => Promise<void>;
}

/** The evidence bucket, and the client that it is reached by. */
export interface EvidenceBucket {
  readonly client: S3Client;
  readonly options: EvidenceStoreOptions;
}

/** The evidence bucket at the end of a connection. */
export function openBucket(connection: Connection, options: EvidenceStoreOptions): EvidenceBucket {
  const client = new S3Client({ ...clientSettings(connection), forcePathStyle: options.forcePathStyle ?? false });
  return { client, options };
}

/** What a browser is told that it opens; records are JSON, and a summary has a page and tables beside it. */
const CONTENT_TYPES: readonly (readonly [ending: string, type: string])[] = [
  ['.html', 'text/html; charset=utf-8'],
  ['.csv', 'text/csv; charset=utf-8'],
];

/** The content type of a record, by its key. */
export function contentTypeOf(key: string): string {
  return CONTENT_TYPES.find(([ending]) => key.endsWith(ending))?.[1] ?? 'application/json';
}

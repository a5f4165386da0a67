import { GetObjectCommand } from '@aws-sdk/client-s3';
import { known, LineReader, lineTooLong, unknown, type Failure, type Reading } from '@keysweep/core';
import type { EvidenceBucket } from './evidence-bucket.ts';
import { failureOf, malformed } from './iam/failure.ts';

const OPERATION = 's3:GetObject';

/**
 * Reads a record line by line as it arrives; what has not arrived yet where the visitor has enough never does. Lines that
 * were visited before a failure are no less true, but they are not the record.
 */
export async function readLines(
  { client, options }: EvidenceBucket,
  key: string,
  visit: (line: string) => boolean,
): Promise<Reading<null>> {
  const body = await open(() => client.send(new GetObjectCommand({ Bucket: options.bucket, Key: key })));
  if (body.state !== 'known') return body;
  const reader = new LineReader(visit);
  for await (const piece of textOf(body.value)) {
    if (typeof piece !== 'string') return unknown(piece);
    const read = reader.read(piece);
    if (read === 'too-long') return unknown(lineTooLong(OPERATION));
    if (read === 'enough') return known(null);
  }
  reader.end();
  return known(null);
}

type Chunks = AsyncIterable<Uint8Array>;

async function open(ask: () => Promise<{ Body?: unknown }>): Promise<Reading<Chunks>> {
  try {
    const { Body } = await ask();
    return isChunks(Body) ? known(Body) : unknown(malformed(OPERATION, 'the answer has no body'));
  } catch (error) {
    const failure = failureOf(OPERATION, error);
    return failure.code === 'NoSuchKey' ? { state: 'absent' } : unknown(failure);
  }
}

/** In Node, every body is a stream of Node's. */
function isChunks(body: unknown): body is Chunks {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

/** The text of a body; last of all a failure, where it breaks off or is no UTF-8. What the reader throws is its own affair. */
async function* textOf(chunks: Chunks): AsyncGenerator<string | Failure> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  try {
    for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch (error) {
    yield failureOf(OPERATION, error);
  }
}

import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { Failure, LongRecord } from '@keysweep/core';
import { contentTypeOf, type EvidenceBucket } from './evidence-bucket.ts';
import { failureOf } from './iam/failure.ts';
import { MultipartUpload } from './multipart-upload.ts';
import { TextBuffer } from './text-buffer.ts';

/** More than the 5 MiB that a part must have; 10,000 parts of it, the most there may be, are 80 GB. */
const PART_BYTES = 8 * 1024 * 1024;

/**
 * Begins a record of any length: one object, uploaded in parts where it is longer than one, with one part in memory. What is
 * written while another piece is on its way waits for its turn.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
 */
export function writeLong(bucket: EvidenceBucket, key: string): LongRecord {
  const text = new TextBuffer(PART_BYTES);
  const upload = new MultipartUpload(bucket, key);
  let failure: Failure | null = null;
  let last = Promise.resolve();
  const send = async (step: () => Promise<Failure | null>): Promise<void> => {
    failure = await step();
    if (failure !== null) await upload.abort();
  };
  const take = async (piece: string): Promise<void> => {
    for (let rest = text.take(piece); rest !== '' && failure === null; rest = text.take(rest)) {
      await send(() => upload.add(text.bytes()));
      text.clear();
    }
  };
  const finish = async (): Promise<void> => {
    text.end();
    if (!upload.isBegun) return send(() => putWhole(bucket, key, text.bytes()));
    await send(() => upload.add(text.bytes()));
    if (failure === null) await send(() => upload.complete());
  };
  return {
    write: (piece) => (last = last.then(() => (failure === null ? take(piece) : undefined))),
    end: async () => {
      await last;
      if (failure === null) await finish();
      return failure;
    },
  };
}

async function putWhole({ client, options }: EvidenceBucket, Key: string, Body: Uint8Array): Promise<Failure | null> {
  try {
    await client.send(new PutObjectCommand({ Bucket: options.bucket, Key, Body, ContentType: contentTypeOf(Key) }));
    return null;
  } catch (error) {
    return failureOf('s3:PutObject', error);
  }
}

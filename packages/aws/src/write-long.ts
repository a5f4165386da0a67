import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { Failure, LongRecord } from '@keysweep/core';
import { contentTypeOf, type EvidenceBucket } from './evidence-bucket.ts';
import { failureOf } from './iam/failure.ts';
import { MultipartUpload } from './multipart-upload.ts';
import { TextBuffer } from './text-buffer.ts';

/** More than the 5 MiB that a part must have; 10,000 parts of it, the most there may be, are 80 GB. */
const PART_BYTES = 8 * 1024 * 1024;

/**
 * Begins a record of any length: one object, uploaded in parts where it is longer than one, with one part in memory.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
 */
export function writeLong(bucket: EvidenceBucket, key: string): LongRecord {
  return new LongObject(bucket, key);
}

class LongObject implements LongRecord {
  readonly #bucket: EvidenceBucket;
  readonly #key: string;
  readonly #upload: MultipartUpload;
  readonly #text = new TextBuffer(PART_BYTES);
  #failure: Failure | null = null;
  /** What is written while another piece is on its way waits for its turn. */
  #last = Promise.resolve();

  constructor(bucket: EvidenceBucket, key: string) {
    this.#bucket = bucket;
    this.#key = key;
    this.#upload = new MultipartUpload(bucket, key);
  }

  write(piece: string): Promise<void> {
    this.#last = this.#last.then(() => this.#take(piece));
    return this.#last;
  }

  async end(): Promise<Failure | null> {
    await this.#last;
    if (this.#failure === null) await this.#finish();
    return this.#failure;
  }

  async #take(piece: string): Promise<void> {
    let rest = this.#failure === null ? this.#text.take(piece) : '';
    while (rest !== '' && this.#failure === null) {
      await this.#hold(await this.#upload.add(this.#text.bytes()));
      this.#text.clear();
      rest = this.#text.take(rest);
    }
  }

  async #finish(): Promise<void> {
    this.#text.end();
    const bytes = this.#text.bytes();
    if (!this.#upload.isBegun) return this.#hold(await putWhole(this.#bucket, this.#key, bytes));
    return this.#hold((await this.#upload.add(bytes)) ?? (await this.#upload.complete()));
  }

  /** The first failure is the last: what was uploaded is given up. */
  async #hold(failure: Failure | null): Promise<void> {
    this.#failure = failure;
    if (failure !== null) await this.#upload.abort();
  }
}

async function putWhole({ client, options }: EvidenceBucket, Key: string, Body: Uint8Array): Promise<Failure | null> {
  try {
    await client.send(new PutObjectCommand({ Bucket: options.bucket, Key, Body, ContentType: contentTypeOf(Key) }));
    return null;
  } catch (error) {
    return failureOf('s3:PutObject', error);
  }
}

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

/** Most writes find room at once, and there are many of them. */
const ROOM = Promise.resolve();

class LongObject implements LongRecord {
  readonly #bucket: EvidenceBucket;
  readonly #key: string;
  readonly #upload: MultipartUpload;
  readonly #text = new TextBuffer(PART_BYTES);
  #failure: Failure | null = null;
  /** While a part is on its way, what is written waits for its turn. */
  #waiting = 0;
  #last = ROOM;

  constructor(bucket: EvidenceBucket, key: string) {
    this.#bucket = bucket;
    this.#key = key;
    this.#upload = new MultipartUpload(bucket, key);
  }

  write(piece: string): Promise<void> {
    const rest = this.#waiting === 0 ? this.#take(piece) : piece;
    if (rest === '') return ROOM;
    this.#waiting += 1;
    this.#last = this.#last.then(() => this.#send(rest));
    return this.#last;
  }

  async end(): Promise<Failure | null> {
    await this.#last;
    if (this.#failure === null) await this.#finish();
    return this.#failure;
  }

  /** Takes what there is room for and returns the rest; of a record that has failed, nothing. */
  #take(piece: string): string {
    return this.#failure === null ? this.#text.take(piece) : '';
  }

  async #send(piece: string): Promise<void> {
    for (let rest = this.#take(piece); rest !== ''; rest = this.#take(rest)) {
      await this.#hold(await this.#upload.add(this.#text.bytes()));
      this.#text.clear();
    }
    this.#waiting -= 1;
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

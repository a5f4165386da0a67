import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  UploadPartCommand,
  type CompletedPart,
} from '@aws-sdk/client-s3';
import type { Failure } from '@keysweep/core';
import { contentTypeOf, type EvidenceBucket } from './evidence-bucket.ts';
import { failureOf, malformed } from './iam/failure.ts';

/**
 * An object that is uploaded in parts, each of 5 MiB or more but the last. Nothing of it is to be seen before it is
 * completed. https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
 */
export class MultipartUpload {
  readonly #bucket: EvidenceBucket;
  readonly #key: string;
  readonly #parts: CompletedPart[] = [];
  #id: string | null = null;

  constructor(bucket: EvidenceBucket, key: string) {
    this.#bucket = bucket;
    this.#key = key;
  }

  /** Whether a part was uploaded. */
  get isBegun(): boolean {
    return this.#parts.length > 0;
  }

  /** Uploads the next part; the first one begins the upload. Null, or why it failed. */
  async add(bytes: Uint8Array): Promise<Failure | null> {
    const failure = this.#id === null ? await this.#create() : null;
    return failure ?? this.#upload(bytes);
  }

  /** Makes the parts an object. Null, or why it failed. */
  async complete(): Promise<Failure | null> {
    const MultipartUpload = { Parts: this.#parts };
    try {
      await this.#bucket.client.send(new CompleteMultipartUploadCommand({ ...this.#target(), MultipartUpload }));
      return null;
    } catch (error) {
      return failureOf('s3:CompleteMultipartUpload', error);
    }
  }

  /** Gives up, so that the parts are no longer kept. Where that fails, the bucket's own rule does it a day later. */
  async abort(): Promise<void> {
    if (this.#id === null) return;
    await this.#bucket.client.send(new AbortMultipartUploadCommand(this.#target())).catch(() => undefined);
  }

  /**
   * The SDK sends a CRC32 with each part; S3 takes it only where the upload was begun with that algorithm, and then wants
   * all of them again in the end. https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html
   */
  async #create(): Promise<Failure | null> {
    const { client, options } = this.#bucket;
    const [Key, ContentType] = [this.#key, contentTypeOf(this.#key)];
    const request = { Bucket: options.bucket, Key, ContentType, ChecksumAlgorithm: 'CRC32' } as const;
    try {
      const { UploadId } = await client.send(new CreateMultipartUploadCommand(request));
      if (UploadId === undefined) return malformed('s3:CreateMultipartUpload', 'the answer names no upload');
      this.#id = UploadId;
      return null;
    } catch (error) {
      return failureOf('s3:CreateMultipartUpload', error);
    }
  }

  async #upload(Body: Uint8Array): Promise<Failure | null> {
    const PartNumber = this.#parts.length + 1;
    try {
      const { ETag, ChecksumCRC32 } = await this.#bucket.client.send(
        new UploadPartCommand({ ...this.#target(), PartNumber, Body }),
      );
      if (ETag === undefined) return malformed('s3:UploadPart', 'the answer names no ETag');
      this.#parts.push({ PartNumber, ETag, ChecksumCRC32 });
      return null;
    } catch (error) {
      return failureOf('s3:UploadPart', error);
    }
  }

  #target() {
    return { Bucket: this.#bucket.options.bucket, Key: this.#key, UploadId: this.#id ?? '' };
  }
}

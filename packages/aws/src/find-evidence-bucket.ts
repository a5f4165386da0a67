import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { known, unknown, type Reading } from '@keysweep/core';
import { clientSettings, type Connection } from './connection.ts';
import { failureOf } from './iam/failure.ts';

/** Which bucket is looked for, and whose it must be. */
export interface BucketSought {
  readonly bucket: string;
  readonly ownerAccountId: string;
}

/**
 * Whether a bucket is there and may be listed: `absent` only where S3 says that there is none of that name. Names of buckets are
 * everybody's: one of another owner is refused by S3, and so `unknown`.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html
 */
export async function findEvidenceBucket(
  connection: Connection,
  { bucket, ownerAccountId }: BucketSought,
): Promise<Reading<null>> {
  const client = new S3Client(clientSettings(connection));
  try {
    await client.send(new ListObjectsV2Command({ Bucket: bucket, MaxKeys: 1, ExpectedBucketOwner: ownerAccountId }));
    return known(null);
  } catch (error) {
    const failure = failureOf('s3:ListObjectsV2', error);
    return failure.code === 'NoSuchBucket' ? { state: 'absent' } : unknown(failure);
  }
}

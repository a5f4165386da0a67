import type {
  GetBucketEncryptionOutput,
  GetBucketEncryptionRequest,
  GetBucketLocationOutput,
  GetBucketLocationRequest,
  HeadBucketOutput,
  HeadBucketRequest,
} from '@aws-sdk/client-s3';
import { operation } from '../operation.ts';
import { addressedBucket, bucketResource } from './buckets.ts';

const onBucket = { resource: bucketResource };

/** What deployment tools ask of a bucket before they write there. */
export const BUCKET_SETTING_OPERATIONS = [
  operation<GetBucketLocationRequest, GetBucketLocationOutput>(
    's3:GetBucketLocation',
    // Of us-east-1, AWS says nothing. https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html
    (call, input) => void addressedBucket(call, input),
    onBucket,
  ),
  operation<GetBucketEncryptionRequest, GetBucketEncryptionOutput>(
    's3:GetBucketEncryption',
    (call, input) => {
      addressedBucket(call, input);
      // https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html
      return {
        ServerSideEncryptionConfiguration: {
          Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false }],
        },
      };
    },
    { ...onBucket, action: 's3:GetEncryptionConfiguration' },
  ),
  operation<HeadBucketRequest, HeadBucketOutput>(
    's3:HeadBucket',
    (call, input) => {
      addressedBucket(call, input);
      return { BucketRegion: call.state.settings.region };
    },
    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
    { ...onBucket, action: 's3:ListBucket' },
  ),
];

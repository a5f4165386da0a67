import { CfnDeletionPolicy, type Stack } from 'aws-cdk-lib';
import { CfnBucket, CfnBucketPolicy } from 'aws-cdk-lib/aws-s3';
import { acknowledge } from './acknowledge.ts';
import { EVIDENCE_BUCKET, EVIDENCE_RULES } from './evidence-permissions.ts';
import { policyDocument } from './statements.ts';

const OLD_VERSION_DAYS = 30;

/** How evidence is kept. */
export interface EvidenceBucketProps {
  /** Left out, CloudFormation makes one up, and a bucket that an earlier stack left behind is in nobody's way. */
  readonly bucketName?: string;
  readonly retainDays: number;
  /** In compliance mode: until its days are over nobody deletes a record, the root user included, nor the bucket. */
  readonly objectLock: boolean;
  /** The ARN of a KMS key; null for S3's own. */
  readonly encryptionKey: string | null;
}

/**
 * The evidence bucket: private, versioned, encrypted, TLS only, with the rules that keep a run from being rewritten. Both
 * stay when the stack goes.
 */
export function addEvidenceBucket(stack: Stack, props: EvidenceBucketProps): CfnBucket {
  const bucket = new CfnBucket(stack, EVIDENCE_BUCKET, {
    ...(props.bucketName === undefined ? {} : { bucketName: props.bucketName }),
    versioningConfiguration: { status: 'Enabled' },
    ownershipControls: { rules: [{ objectOwnership: 'BucketOwnerEnforced' }] },
    publicAccessBlockConfiguration: {
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    bucketEncryption: { serverSideEncryptionConfiguration: [encryption(props.encryptionKey)] },
    lifecycleConfiguration: { rules: lifecycle(props.retainDays) },
    ...(props.objectLock ? objectLock(props.retainDays) : {}),
  });
  const rules = new CfnBucketPolicy(stack, 'EvidenceRules', {
    bucket: bucket.ref,
    policyDocument: policyDocument(EVIDENCE_RULES),
  });
  for (const { cfnOptions } of [bucket, rules]) {
    // A creation that fails leaves no bucket behind to stand in the way of the next.
    cfnOptions.deletionPolicy = CfnDeletionPolicy.RETAIN_EXCEPT_ON_CREATE;
    cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
  }
  acknowledge(bucket, {
    'AwsSolutions-S1':
      'S3 writes access logs best effort, to a second bucket that would need guarding as this one does. CloudTrail data events say more, and are for the account to switch on.',
  });
  return bucket;
}

function encryption(key: string | null): CfnBucket.ServerSideEncryptionRuleProperty {
  if (key === null) return { serverSideEncryptionByDefault: { sseAlgorithm: 'AES256' } };
  return {
    serverSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: key },
    bucketKeyEnabled: true,
  };
}

/**
 * Runs and summaries expire. Ledgers, histories and whatever else is the latest of its kind do not: an account's ledger may go unchanged for
 * longer than evidence is kept, and without it the days of an inactive key would begin anew. What was replaced, deleted or
 * expired stays for another month as an older version, to be noticed and brought back.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html
 */
function lifecycle(retainDays: number): CfnBucket.RuleProperty[] {
  const expiring = ['runs/', 'leases/', 'summaries/', 'told/'].map((prefix) => ({
    id: `expire-${prefix.slice(0, -1)}`,
    status: 'Enabled',
    prefix,
    expirationInDays: retainDays,
  }));
  return [
    ...expiring,
    {
      id: 'expire-old-versions',
      status: 'Enabled',
      noncurrentVersionExpiration: { noncurrentDays: OLD_VERSION_DAYS },
      // A delete marker with no version behind it.
      expiredObjectDeleteMarker: true,
      abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
    },
  ];
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html */
function objectLock(retainDays: number) {
  return {
    objectLockEnabled: true,
    objectLockConfiguration: {
      objectLockEnabled: 'Enabled',
      rule: { defaultRetention: { mode: 'COMPLIANCE', days: retainDays } },
    },
  };
}

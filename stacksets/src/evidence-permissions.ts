import type { PermissionStatement, ResourceStatement, Value } from './statements.ts';

/** The logical id of the evidence bucket in every stack that has one. */
export const EVIDENCE_BUCKET = 'Evidence';

const BUCKET: Value = { 'Fn::GetAtt': [EVIDENCE_BUCKET, 'Arn'] };

/** Records of the evidence bucket, by a pattern of their keys. */
export function records(pattern: string): Value {
  return { 'Fn::Sub': `\${${EVIDENCE_BUCKET}.Arn}/${pattern}` };
}

/** Reading the evidence: records, and which there are. Without the second, S3 does not say that a record is absent. */
export const READ_EVIDENCE: readonly PermissionStatement[] = [
  { Sid: 'ReadEvidence', Effect: 'Allow', Action: ['s3:GetObject'], Resource: records('*') },
  { Sid: 'ListEvidence', Effect: 'Allow', Action: ['s3:ListBucket'], Resource: BUCKET },
];

/** Reading and writing the evidence. Nobody needs to delete. */
export const USE_EVIDENCE: readonly PermissionStatement[] = [
  { Sid: 'UseEvidence', Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: records('*') },
  { Sid: 'ListEvidence', Effect: 'Allow', Action: ['s3:ListBucket'], Resource: BUCKET },
];

/**
 * Giving up a summary that was uploaded in parts and not to its end; what was there before stays. Uploading them takes no more than
 * writing does. https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
 */
export const GIVE_UP_LONG_RECORDS: PermissionStatement = {
  Sid: 'GiveUpLongRecords',
  Effect: 'Allow',
  Action: ['s3:AbortMultipartUpload'],
  Resource: records('summaries/*'),
};

/**
 * The rules of the bucket, for everybody, administrators of the account included, for as long as they leave the policy in
 * place. Expiry by lifecycle is S3's own doing and no request that a policy decides.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
 */
export const EVIDENCE_RULES: readonly ResourceStatement[] = [
  {
    Sid: 'TlsOnly',
    Effect: 'Deny',
    Principal: '*',
    Action: ['s3:*'],
    Resource: [BUCKET, records('*')],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  },
  {
    Sid: 'RunsAreWrittenOnce',
    Effect: 'Deny',
    Principal: '*',
    Action: ['s3:PutObject'],
    Resource: records('runs/*'),
    Condition: { Null: { 's3:if-none-match': 'true' } },
  },
  {
    Sid: 'RunsAreNeverDeleted',
    Effect: 'Deny',
    Principal: '*',
    Action: ['s3:DeleteObject', 's3:DeleteObjectVersion'],
    Resource: records('runs/*'),
  },
];

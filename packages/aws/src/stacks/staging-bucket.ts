import { GetObjectCommand, HeadBucketCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { known, unknown, type Failure, type Reading } from '@keysweep/core';
import { clientSettings, type Connection } from '../connection.ts';
import { failureOf, malformed } from '../iam/failure.ts';

/** The bucket that `cdk bootstrap` made in an account and Region, with its default qualifier. */
export interface StagingBucket {
  readonly name: string;
  /** Whoever else owns a bucket of that name gets nothing, and gives nothing. */
  readonly accountId: string;
}

/** https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html */
const VERSION_PARAMETER = '/cdk-bootstrap/hnb659fds/version';

/** The bucket of an account. https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html */
export function stagingBucketOf(accountId: string, region: string): StagingBucket {
  return { name: `cdk-hnb659fds-assets-${accountId}-${region}`, accountId };
}

/** The version of the bootstrap, from where the CDK itself reads it; `absent` where there was none. */
export async function readBootstrapVersion(connection: Connection): Promise<Reading<number>> {
  const operation = 'ssm:GetParameter';
  const client = new SSMClient(clientSettings(connection));
  try {
    const { Parameter } = await client.send(new GetParameterCommand({ Name: VERSION_PARAMETER }));
    const version = Number(Parameter?.Value);
    return Number.isInteger(version) ? known(version) : unknown(malformed(operation, 'the version is no number'));
  } catch (error) {
    const failure = failureOf(operation, error);
    return failure.code === 'ParameterNotFound' ? { state: 'absent' } : unknown(failure);
  }
}

/**
 * Puts a file there if nothing of its name is there; names come from contents, so what is there is the same. Returns null once it is.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html
 */
export async function stage(
  connection: Connection,
  { name, accountId }: StagingBucket,
  { key, body }: { readonly key: string; readonly body: Uint8Array },
): Promise<Failure | null> {
  const client = new S3Client(clientSettings(connection));
  const where = { Bucket: name, Key: key, ExpectedBucketOwner: accountId };
  let operation = 's3:HeadObject';
  try {
    await client.send(new HeadObjectCommand(where));
    return null;
  } catch (error) {
    const failure = failureOf(operation, error);
    if (failure.code !== 'NotFound') return failure;
  }
  operation = 's3:PutObject';
  try {
    await client.send(new PutObjectCommand({ ...where, Body: body }));
    return null;
  } catch (error) {
    return failureOf(operation, error);
  }
}

/** A file that was put there before; `absent` where it is not. */
export async function readStaged(
  connection: Connection,
  { name, accountId }: StagingBucket,
  key: string,
): Promise<Reading<Uint8Array>> {
  const client = new S3Client(clientSettings(connection));
  try {
    const { Body: body } = await client.send(
      new GetObjectCommand({ Bucket: name, Key: key, ExpectedBucketOwner: accountId }),
    );
    return body === undefined
      ? unknown(malformed('s3:GetObject', 'the answer has no body'))
      : known(await body.transformToByteArray());
  } catch (error) {
    const failure = failureOf('s3:GetObject', error);
    return failure.code === 'NoSuchKey' ? { state: 'absent' } : unknown(failure);
  }
}

/** Whether an account has a bucket of a name: one of somebody else is `unknown`. */
export async function readBucket(connection: Connection, { name, accountId }: StagingBucket): Promise<Reading<string>> {
  const client = new S3Client(clientSettings(connection));
  try {
    await client.send(new HeadBucketCommand({ Bucket: name, ExpectedBucketOwner: accountId }));
    return known(name);
  } catch (error) {
    const failure = failureOf('s3:HeadBucket', error);
    return failure.code === 'NotFound' ? { state: 'absent' } : unknown(failure);
  }
}

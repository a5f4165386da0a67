import { createHash } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
  type CompletedPart,
} from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, it } from 'vitest';
import type { LocalOrganization } from '../../local-organization.ts';
import { acme, asRole, clientConfig, MANAGEMENT } from '../../testing/acme.ts';

const Bucket = 'acme-evidence';
const Key = 'summaries/a b.json';
const LARGE = Buffer.alloc(5 * 1024 * 1024, 'ä');
let organization: LocalOrganization;
let s3: S3Client;

beforeEach(() => {
  organization = acme();
  organization.createBucket({ name: Bucket, accountId: MANAGEMENT });
  s3 = new S3Client(clientConfig(organization));
});

const outcome = (call: Promise<unknown>) =>
  call.then(
    () => 'done',
    (error: { name: string; $metadata: { httpStatusCode: number } }) =>
      `${error.$metadata.httpStatusCode} ${error.name}`,
  );

async function begin(rest: object = { ChecksumAlgorithm: 'CRC32' }): Promise<string> {
  const { UploadId = '' } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ...rest }));
  return UploadId;
}

async function upload(UploadId: string, PartNumber: number, Body: Buffer | string): Promise<CompletedPart> {
  const { ETag, ChecksumCRC32 } = await s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }));
  return { PartNumber, ETag, ChecksumCRC32 };
}

const complete = (UploadId: string, Parts: CompletedPart[], rest: object = {}) =>
  s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts }, ...rest }));
const keys = async () => (await s3.send(new ListObjectsV2Command({ Bucket }))).Contents?.map((each) => each.Key);

describe('an upload in parts', () => {
  it('is an object once it is completed, with the tag of its parts, and not before', async () => {
    const id = await begin({ ChecksumAlgorithm: 'CRC32', ContentType: 'text/html', Metadata: { a: 'b' } });
    const parts = [await upload(id, 1, LARGE), await upload(id, 3, 'ende')];
    expect(await keys()).toBe(undefined);
    const { ETag } = await complete(id, parts);
    const md5 = (data: Buffer) => createHash('md5').update(data).digest();
    expect(ETag).toBe(`"${md5(Buffer.concat([md5(LARGE), md5(Buffer.from('ende'))])).toString('hex')}-2"`);
    const got = await s3.send(new GetObjectCommand({ Bucket, Key }));
    expect(got).toMatchObject({ ETag, ContentType: 'text/html', Metadata: { a: 'b' } });
    expect(
      Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(Buffer.concat([LARGE, Buffer.from('ende')])),
    ).toBe(true);
    expect(await keys()).toEqual([Key]);
  });

  it('leaves what was there until then, and for good where it is aborted', async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'old' }));
    const id = await begin();
    const parts = [await upload(id, 1, 'new')];
    await s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId: id }));
    expect(await outcome(complete(id, parts))).toBe('404 NoSuchUpload');
    expect((await s3.send(new HeadObjectCommand({ Bucket, Key }))).ContentLength).toBe(3);
  });

  it('takes a part again under its number', async () => {
    const id = await begin();
    const first = await upload(id, 1, 'first');
    const second = await upload(id, 1, 'second');
    expect(await outcome(complete(id, [first]))).toBe('400 InvalidPart');
    await complete(id, [second]);
    expect((await s3.send(new HeadObjectCommand({ Bucket, Key }))).ContentLength).toBe(6);
  });

  it('is not begun, or is over, for whoever names another', async () => {
    const id = await begin();
    const part = (rest: object) =>
      s3.send(new UploadPartCommand({ Bucket, Key, UploadId: id, PartNumber: 1, ...rest }));
    expect(await outcome(part({ UploadId: 'other' }))).toBe('404 NoSuchUpload');
    expect(await outcome(part({ Key: 'other' }))).toBe('404 NoSuchUpload');
    await complete(id, [await upload(id, 1, 'a')]);
    expect(await outcome(part({}))).toBe('404 NoSuchUpload');
    expect(await outcome(s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId: id })))).toBe(
      '404 NoSuchUpload',
    );
  });
});

describe('the parts', () => {
  it.each([0, 10_001])('have no number %i', async (number) => {
    expect(await outcome(upload(await begin(), number, 'a'))).toBe('400 InvalidArgument');
  });

  it('are 5 MiB at least, but for the last', async () => {
    const id = await begin();
    const short = await upload(id, 1, LARGE.subarray(1));
    const last = await upload(id, 2, 'b');
    expect(await outcome(complete(id, [short, last]))).toBe('400 EntityTooSmall');
    expect(await outcome(complete(id, [await upload(id, 1, LARGE), last]))).toBe('done');
  });

  it('are named in order, all as they were uploaded, and one at least', async () => {
    const id = await begin();
    const first = await upload(id, 1, LARGE);
    const second = await upload(id, 2, 'b');
    expect(await outcome(complete(id, [second, first]))).toBe('400 InvalidPartOrder');
    expect(await outcome(complete(id, [first, first]))).toBe('400 InvalidPartOrder');
    expect(await outcome(complete(id, [{ ...first, ETag: second.ETag }]))).toBe('400 InvalidPart');
    expect(await outcome(complete(id, [{ ...first, ChecksumCRC32: second.ChecksumCRC32 }]))).toBe('400 InvalidPart');
    expect(await outcome(complete(id, [first, { ...second, PartNumber: 3 }]))).toBe('400 InvalidPart');
    expect(await outcome(complete(id, []))).toBe('400 MalformedXML');
    expect(await outcome(complete(id, [{ PartNumber: 1, ETag: first.ETag }]))).toBe('400 InvalidRequest');
  });

  it('have the checksums that the upload was begun with', async () => {
    expect(await outcome(upload(await begin({}), 1, 'a'))).toBe('400 InvalidRequest');
    const quiet = new S3Client({ ...clientConfig(organization), requestChecksumCalculation: 'WHEN_REQUIRED' });
    const id = await begin({});
    const { ETag } = await quiet.send(new UploadPartCommand({ Bucket, Key, UploadId: id, PartNumber: 1, Body: 'a' }));
    expect(await outcome(complete(id, [{ PartNumber: 1, ETag }]))).toBe('done');
    expect(await outcome(begin({ ChecksumAlgorithm: 'SHA256' }))).toBe('501 NotImplemented');
  });
});

it('is completed under the conditions of any write', async () => {
  const id = await begin();
  const parts = [await upload(id, 1, 'new')];
  const { ETag } = await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'old' }));
  expect(await outcome(complete(id, parts, { IfNoneMatch: '*' }))).toBe('412 PreconditionFailed');
  expect(await outcome(complete(id, parts, { IfMatch: '"other"' }))).toBe('412 PreconditionFailed');
  expect(await outcome(complete(id, parts, { IfMatch: ETag }))).toBe('done');
});

describe('authorized as AWS does', () => {
  it('takes the right to put the object, and one of its own to abort', async () => {
    organization.putRole({ accountId: MANAGEMENT, roleName: 'writer', allows: ['s3:PutObject'] });
    s3 = new S3Client(asRole(organization, MANAGEMENT, 'writer'));
    const id = await begin();
    const parts = [await upload(id, 1, 'a')];
    expect(await outcome(s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId: id })))).toBe(
      '403 AccessDenied',
    );
    expect(await outcome(complete(id, parts))).toBe('done');
    organization.putRole({ accountId: MANAGEMENT, roleName: 'ender', allows: ['s3:AbortMultipartUpload'] });
    s3 = new S3Client(asRole(organization, MANAGEMENT, 'ender'));
    expect(await outcome(begin())).toBe('403 AccessDenied');
  });

  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
  it('knows which of its steps creates the object', async () => {
    organization.createBucket({
      name: 'written-once',
      accountId: MANAGEMENT,
      policy: {
        Version: '2012-10-17',
        Statement: {
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:PutObject',
          Resource: 'arn:aws:s3:::written-once/*',
          Condition: { Null: { 's3:if-none-match': 'true' }, Bool: { 's3:ObjectCreationOperation': 'true' } },
        },
      },
    });
    const there = { Bucket: 'written-once' };
    const id = await begin({ ...there, ChecksumAlgorithm: 'CRC32' });
    const { ETag, ChecksumCRC32 } = await s3.send(
      new UploadPartCommand({ ...there, Key, UploadId: id, PartNumber: 1, Body: 'a' }),
    );
    const parts = [{ PartNumber: 1, ETag, ChecksumCRC32 }];
    expect(await outcome(complete(id, parts, there))).toBe('403 AccessDenied');
    expect(await outcome(complete(id, parts, { ...there, IfNoneMatch: '*' }))).toBe('done');
  });
});

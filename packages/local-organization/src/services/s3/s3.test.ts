import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetBucketEncryptionCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, it } from 'vitest';
import type { LocalOrganization } from '../../local-organization.ts';
import { acme, asAdministrator, asRole, clientConfig, EMPTY, MANAGEMENT } from '../../testing/acme.ts';

const Bucket = 'acme-evidence';
let organization: LocalOrganization;
let s3: S3Client;

beforeEach(() => {
  organization = acme();
  organization.createBucket({ name: Bucket, accountId: MANAGEMENT });
  s3 = new S3Client(clientConfig(organization));
});

const put = (Key: string, rest: object = {}) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body: `body of ${Key}`, ...rest }));
const statusOf = (call: Promise<unknown>) =>
  call.then(
    () => 200,
    (error: { name: string; $metadata: { httpStatusCode: number } }) =>
      `${error.$metadata.httpStatusCode} ${error.name}`,
  );

describe.each([
  ['virtual-host', false],
  ['path', true],
])('in %s style', (_, forcePathStyle) => {
  it('stores any key and gives the same bytes back', async () => {
    const client = new S3Client({ ...clientConfig(organization), forcePathStyle });
    const Key = 'runs/policy=weekly/run=20261120T235500Z/plans/a b+c&d.json';
    const { ETag } = await client.send(new PutObjectCommand({ Bucket, Key, Body: 'héllo', ContentType: 'text/plain' }));
    const got = await client.send(new GetObjectCommand({ Bucket, Key }));
    expect(await got.Body?.transformToString()).toBe('héllo');
    expect(got).toMatchObject({ ETag, ContentType: 'text/plain', ContentLength: 6 });
    expect(got.LastModified).toBeInstanceOf(Date);
    const head = await client.send(new HeadObjectCommand({ Bucket, Key }));
    expect(head.ContentLength).toBe(6);
    const { Contents } = await client.send(new ListObjectsV2Command({ Bucket }));
    expect(Contents?.[0]?.Key).toBe(Key);
  });
});

it('refuses whoever takes the bucket for another account’s', async () => {
  const list = (ExpectedBucketOwner: string) =>
    statusOf(s3.send(new ListObjectsV2Command({ Bucket, ExpectedBucketOwner })));
  expect(await list(MANAGEMENT)).toBe(200);
  expect(await list(EMPTY)).toBe('403 AccessDenied');
  expect(await statusOf(put('x', { ExpectedBucketOwner: EMPTY }))).toBe('403 AccessDenied');
});

describe('a conditional write', () => {
  it('with If-None-Match is written once', async () => {
    await put('once', { IfNoneMatch: '*' });
    expect(await statusOf(put('once', { IfNoneMatch: '*' }))).toBe('412 PreconditionFailed');
  });

  it('with If-Match replaces only what was read', async () => {
    const { ETag } = await put('ledger');
    expect(await statusOf(put('absent', { IfMatch: ETag }))).toBe('404 NoSuchKey');
    await put('ledger', { IfMatch: ETag, Body: 'second' });
    expect(await statusOf(put('ledger', { IfMatch: ETag }))).toBe('412 PreconditionFailed');
  });
});

it('decodes streamed bodies, which the SDK sends in chunks', async () => {
  const Body = Readable.from([Buffer.alloc(70_000, 'a'), Buffer.from('end')]);
  await s3.send(new PutObjectCommand({ Bucket, Key: 'stream', Body, ContentLength: 70_003 }));
  const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'stream' }));
  const text = await got.Body?.transformToString();
  expect(text).toHaveLength(70_003);
  expect(text?.endsWith('aend')).toBe(true);
});

it('lists in pages of 1000 at most, by prefix and by folder', async () => {
  await Promise.all(Array.from({ length: 1005 }, (_, index) => put(`a/${String(index).padStart(4, '0')}`)));
  await put('b/1');
  const sizes: (number | undefined)[] = [];
  for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket, Prefix: 'a/' })) sizes.push(page.KeyCount);
  expect(sizes).toEqual([1000, 5]);
  const folders = await s3.send(new ListObjectsV2Command({ Bucket, Delimiter: '/', MaxKeys: 1 }));
  expect(folders).toMatchObject({ CommonPrefixes: [{ Prefix: 'a/' }], IsTruncated: true, KeyCount: 1 });
  const rest = { Bucket, Delimiter: '/', ContinuationToken: folders.NextContinuationToken };
  expect(await s3.send(new ListObjectsV2Command(rest))).toMatchObject({
    CommonPrefixes: [{ Prefix: 'b/' }],
    IsTruncated: false,
  });
});

it('tells what is missing, but not to those who may not list', async () => {
  const get = (client: S3Client, bucket = Bucket) =>
    client.send(new GetObjectCommand({ Bucket: bucket, Key: 'nothing' }));
  expect(await statusOf(get(s3))).toBe('404 NoSuchKey');
  expect(await statusOf(s3.send(new HeadObjectCommand({ Bucket, Key: 'nothing' })))).toBe('404 NotFound');
  expect(await statusOf(get(s3, 'no-such-bucket'))).toBe('404 NoSuchBucket');
  organization.putRole({ accountId: MANAGEMENT, roleName: 'reader', allows: ['s3:GetObject'] });
  expect(await statusOf(get(new S3Client(asRole(organization, MANAGEMENT, 'reader'))))).toBe('403 AccessDenied');
});

it('is closed to other accounts', async () => {
  await put('secret');
  const stranger = new S3Client(asAdministrator(organization, EMPTY));
  expect(await statusOf(stranger.send(new GetObjectCommand({ Bucket, Key: 'secret' })))).toBe('403 AccessDenied');
});

it('deletes, also what is not there', async () => {
  await put('gone');
  await s3.send(new DeleteObjectCommand({ Bucket, Key: 'gone' }));
  await s3.send(new DeleteObjectCommand({ Bucket, Key: 'gone' }));
  expect((await s3.send(new ListObjectsV2Command({ Bucket }))).Contents).toBeUndefined();
});

it('answers about a bucket, and for one of whoever is expected alone', async () => {
  expect((await s3.send(new HeadBucketCommand({ Bucket, ExpectedBucketOwner: MANAGEMENT }))).BucketRegion).toBe(
    'us-east-1',
  );
  const others = { Bucket, Key: 'a', ExpectedBucketOwner: '999999999999' };
  expect(await statusOf(s3.send(new HeadBucketCommand(others)))).toBe('403 Unknown');
  expect(await statusOf(s3.send(new PutObjectCommand({ ...others, Body: 'a' })))).toBe('403 AccessDenied');
  expect(await statusOf(s3.send(new HeadObjectCommand({ Bucket, Key: 'a' })))).toBe('404 NotFound');
  expect(await statusOf(s3.send(new HeadBucketCommand({ Bucket: 'no-such-bucket' })))).toBe('404 NotFound');
});

it('says where a bucket is, and that it is encrypted', async () => {
  expect((await s3.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint).toBeUndefined();
  const { ServerSideEncryptionConfiguration } = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
  expect(ServerSideEncryptionConfiguration?.Rules).toMatchObject([
    { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
  ]);
  for (const command of [GetBucketLocationCommand, GetBucketEncryptionCommand])
    expect(await statusOf(s3.send(new command({ Bucket: 'no-such-bucket' })))).toBe('404 NoSuchBucket');
  organization.putRole({ accountId: MANAGEMENT, roleName: 'reader', allows: ['s3:GetEncryptionConfiguration'] });
  const reader = new S3Client(asRole(organization, MANAGEMENT, 'reader'));
  await reader.send(new GetBucketEncryptionCommand({ Bucket }));
  expect(await statusOf(reader.send(new GetBucketLocationCommand({ Bucket })))).toBe('403 AccessDenied');
});

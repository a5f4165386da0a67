import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, it } from 'vitest';
import { LocalOrganizationError } from '../../error.ts';
import type { LocalOrganization } from '../../local-organization.ts';
import type { PolicyStatement } from '../../policy/policy-document.ts';
import { acme, asAdministrator, asRole, clientConfig, EMPTY, MANAGEMENT, PAYMENTS } from '../../testing/acme.ts';

const Bucket = 'acme-evidence';
const OBJECTS = `arn:aws:s3:::${Bucket}/*`;
let organization: LocalOrganization;

beforeEach(() => {
  organization = acme();
});

const withPolicy = (...Statement: PolicyStatement[]) =>
  organization.createBucket({ name: Bucket, accountId: MANAGEMENT, policy: { Version: '2012-10-17', Statement } });
const owner = () => new S3Client(clientConfig(organization));
const put = (Key: string, rest: object = {}) => new PutObjectCommand({ Bucket, Key, Body: 'body', ...rest });
const outcome = (call: Promise<unknown>) =>
  call.then(
    () => 'done',
    (error: Error) => error.message,
  );

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
describe('across accounts', () => {
  const Key = 'accounts/a.json';
  const read = (client: S3Client) => outcome(client.send(new GetObjectCommand({ Bucket, Key })));

  it('needs the policy of the bucket and those of the caller', async () => {
    withPolicy({
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${PAYMENTS}:root` },
      Action: 's3:GetObject',
      Resource: OBJECTS,
    });
    await owner().send(put(Key));
    organization.putRole({ accountId: PAYMENTS, roleName: 'powerless' });
    expect(await read(new S3Client(asAdministrator(organization, PAYMENTS)))).toBe('done');
    expect(await read(new S3Client(asRole(organization, PAYMENTS, 'powerless')))).toMatch(
      'because no identity-based policy allows the s3:GetObject action',
    );
    expect(await read(new S3Client(asAdministrator(organization, EMPTY)))).toMatch(
      'because no resource-based policy allows the s3:GetObject action',
    );
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
  it.each([
    ['StringEquals', 'aws:PrincipalOrgID', 'o-acme123456', 'done'],
    ['StringEquals', 'aws:PrincipalOrgID', 'o-other12345', 'no resource-based policy'],
    ['StringEquals', 'aws:PrincipalAccount', PAYMENTS, 'done'],
    ['StringNotEquals', 'aws:PrincipalAccount', PAYMENTS, 'no resource-based policy'],
    ['ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/Organization*', 'done'],
    ['ArnNotLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/Organization*', 'no resource-based policy'],
    ['StringEquals', 'aws:ResourceAccount', MANAGEMENT, 'done'],
    ['StringEquals', 'aws:ResourceOrgID', 'o-acme123456', 'done'],
    ['Bool', 'aws:SecureTransport', 'true', 'done'],
    ['Bool', 'aws:PrincipalIsAWSService', 'true', 'no resource-based policy'],
  ])('everybody may read where %s %s %s: %s', async (operator, key, value, expected) => {
    withPolicy({
      Effect: 'Allow',
      Principal: '*',
      Action: 's3:GetObject',
      Resource: OBJECTS,
      Condition: { [operator]: { [key]: value } },
    });
    await owner().send(put(Key));
    expect(await read(new S3Client(asAdministrator(organization, PAYMENTS)))).toMatch(expected);
  });
});

describe('the evidence bucket', () => {
  const deny = (rest: Partial<PolicyStatement>): PolicyStatement => ({
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:PutObject',
    Resource: `arn:aws:s3:::${Bucket}/runs/*`,
    ...rest,
  });
  const denied = (action: string, Key: string) =>
    new RegExp(
      `s3:${action} on resource: arn:aws:s3:::${Bucket}/${Key} with an explicit deny in a resource-based policy$`,
    );

  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
  it('takes only conditional writes, even of an administrator', async () => {
    withPolicy(
      deny({
        Condition: {
          Null: { 's3:if-none-match': 'true', 's3:if-match': 'true' },
          Bool: { 's3:ObjectCreationOperation': 'true' },
        },
      }),
    );
    expect(await outcome(owner().send(put('runs/a')))).toMatch(denied('PutObject', 'runs/a'));
    const { ETag } = await owner().send(put('runs/a', { IfNoneMatch: '*' }));
    expect(await outcome(owner().send(put('runs/a', { IfMatch: ETag })))).toBe('done');
    expect(await outcome(owner().send(put('ledger/a')))).toBe('done');
  });

  it('lets nothing be deleted under runs/', async () => {
    withPolicy(deny({ Action: ['s3:DeleteObject', 's3:DeleteObjectVersion'] }));
    await owner().send(put('runs/a'));
    expect(await outcome(owner().send(new DeleteObjectCommand({ Bucket, Key: 'runs/a' })))).toMatch(
      denied('DeleteObject', 'runs/a'),
    );
    expect(await outcome(owner().send(new DeleteObjectCommand({ Bucket, Key: 'drafts/a' })))).toBe('done');
  });

  it('is asked through TLS', async () => {
    withPolicy(
      deny({
        Action: 's3:*',
        Resource: [`arn:aws:s3:::${Bucket}`, OBJECTS],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    );
    expect(await outcome(owner().send(put('runs/a')))).toBe('done');
  });

  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html
  it('may be listed by prefix alone', async () => {
    withPolicy();
    const Condition = { StringLike: { 's3:prefix': 'runs/*' } };
    organization.putRole({
      accountId: MANAGEMENT,
      roleName: 'lister',
      policies: [
        { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 's3:ListBucket', Resource: '*', Condition } },
      ],
    });
    const lister = new S3Client(asRole(organization, MANAGEMENT, 'lister'));
    expect(await outcome(lister.send(new ListObjectsV2Command({ Bucket, Prefix: 'runs/weekly' })))).toBe('done');
    expect(await outcome(lister.send(new ListObjectsV2Command({ Bucket })))).toMatch('no identity-based policy');
  });
});

it('is refused with a policy that cannot be evaluated, where it is made', () => {
  const Condition = { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } };
  const make = () => withPolicy({ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: OBJECTS, Condition });
  expect(make).toThrow(LocalOrganizationError);
  expect(make).toThrow(`policy of ${Bucket}.Statement[0].Condition.IpAddress`);
});

import { createPublicKey, verify } from 'node:crypto';
import { GetPublicKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LocalOrganization } from '../local-organization.ts';
import { acme, asAdministrator, clientConfig, EMPTY, MANAGEMENT, PAYMENTS } from '../testing/acme.ts';
import { RESOURCE_TYPES } from './resource-types.ts';
import { lambdaRole, template } from './testing/templates.ts';
import type { Resources } from './testing/templates.ts';

let organization: LocalOrganization;
beforeEach(() => {
  organization = acme();
});
afterEach(() => organization.close());

const deploy = (resources: Resources, accountId = PAYMENTS) =>
  organization.deployStack({ accountId, stackName: 'things', template: template(resources) });
const functionNamed = (FunctionName: string, rest: object = {}) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    FunctionName,
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
    Code: { ZipFile: 'exports.handler = async () => process.env.WORD ?? "none";' },
    ...rest,
  },
});
async function invoke(FunctionName: string, client = new LambdaClient(asAdministrator(organization, PAYMENTS))) {
  const { Payload } = await client.send(new InvokeCommand({ FunctionName }));
  return JSON.parse(Buffer.from(Payload ?? []).toString());
}
const arnOf = (name: string) => `arn:aws:lambda:us-east-1:${PAYMENTS}:function:${name}`;
const policy = (...statements: object[]) => ({ Version: '2012-10-17', Statement: statements });

describe('every type', () => {
  it.each([...RESOURCE_TYPES.values()].map((each) => [each.type, each] as const))(
    '%s says of every property it takes why, if it does nothing with it',
    (_, { properties, createOnly, nameProperty }) => {
      for (const [name, reason] of Object.entries(properties.harmless)) {
        expect(reason, name).toMatch(/\w+ \w+/);
        expect(properties.modelled).not.toContain(name);
      }
      expect(properties.modelled).toEqual(expect.arrayContaining([...createOnly]));
      if (nameProperty !== undefined) expect(createOnly).toContain(nameProperty);
    },
  );

  it.each([
    ['AWS::IAM::Role', { ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] }, 'ManagedPolicyArns'],
    ['AWS::Lambda::Function', { Layers: [] }, 'Layers'],
    ['AWS::S3::Bucket', { ObjectLockEnabled: true }, 'ObjectLockEnabled'],
    ['AWS::SSM::Parameter', { Name: '/a', Value: 'b', Type: 'SecureString' }, 'Type SecureString'],
    ['AWS::KMS::Key', { KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' }, 'KeySpec RSA_2048, SIGN_VERIFY'],
  ])('%s refuses by name what it does not model: %j', async (Type, Properties, named) => {
    const { status, failure } = await deploy({ Thing: { Type, Properties } });
    expect(status).toBe('ROLLBACK_COMPLETE');
    expect(failure).toContain(`The local organization does not model ${named} of ${Type}`);
  });
});

describe('AWS::IAM::Role', () => {
  const role = (...statements: object[]) => ({
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: 'looker',
      MaxSessionDuration: 7200,
      AssumeRolePolicyDocument: policy({
        Effect: 'Allow',
        Principal: { AWS: { 'Fn::Sub': `arn:\${AWS::Partition}:iam::${MANAGEMENT}:root` } },
        Action: 'sts:AssumeRole',
      }),
      Policies: [{ PolicyName: 'looks', PolicyDocument: policy(...statements) }],
    },
  });
  const allow = (Action: string) => ({ Effect: 'Allow', Action, Resource: '*' });
  const assume = async (DurationSeconds = 900) => {
    const sts = new STSClient(clientConfig(organization));
    const RoleArn = `arn:aws:iam::${PAYMENTS}:role/looker`;
    const { Credentials } = await sts.send(
      new AssumeRoleCommand({ RoleArn, RoleSessionName: 'test', DurationSeconds }),
    );
    return {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    };
  };

  it('is assumed by whom it trusts and may do what its policies say, of now', async () => {
    organization.createBucket({ name: 'evidence', accountId: PAYMENTS });
    await deploy({ Role: role(allow('s3:PutObject')) });
    await expect(assume(7201)).rejects.toThrow('MaxSessionDuration');
    const s3 = new S3Client(clientConfig(organization, await assume(7200)));
    const put = () => s3.send(new PutObjectCommand({ Bucket: 'evidence', Key: 'a', Body: 'b' }));
    await put();
    expect((await deploy({ Role: role(allow('s3:GetObject')) })).status).toBe('UPDATE_COMPLETE');
    await expect(put()).rejects.toThrow('s3:PutObject');
    await organization.deleteStack(PAYMENTS, 'things');
    await expect(assume()).rejects.toThrow('not authorized');
  });

  it('with a policy that cannot be evaluated fails the stack, with the place', async () => {
    const { failure } = await deploy({ Role: role({ ...allow('s3:GetObject'), NotPrincipal: '*' }) });
    expect(failure).toContain('PolicyDocument.Statement[0].NotPrincipal');
  });

  it('gets a name where it has none', async () => {
    const { resources } = await deploy({ Role: lambdaRole() });
    expect(resources[0]?.physicalId).toMatch(/^things-Role-[a-z0-9]{12}$/);
  });
});

describe('AWS::Lambda::Function', () => {
  it('runs inline code under its role with its environment, and the next version after an update', async () => {
    const environment = (WORD: string) => ({ Environment: { Variables: { WORD } } });
    await deploy({ Role: lambdaRole(), Fn: functionNamed('speak', environment('one')) });
    expect(await invoke('speak')).toBe('one');
    await deploy({ Role: lambdaRole(), Fn: functionNamed('speak', environment('two')) });
    expect(await invoke('speak')).toBe('two');
    await organization.deleteStack(PAYMENTS, 'things');
    await expect(invoke('speak')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('runs an archive from a bucket of the account, which finds the files beside it', async () => {
    const source = `exports.other = async () => [require('./words.json').word, process.env.LAMBDA_TASK_ROOT === __dirname];`;
    const archive = zipSync({ 'index.js': strToU8(source), 'words.json': strToU8('{"word":"zipped"}') });
    const code = (S3Key: string) => ({ Handler: 'index.other', Code: { S3Bucket: 'assets', S3Key } });
    organization.createBucket({ name: 'assets', accountId: PAYMENTS });
    const s3 = new S3Client(asAdministrator(organization, PAYMENTS));
    await s3.send(new PutObjectCommand({ Bucket: 'assets', Key: 'a.zip', Body: archive }));
    await s3.send(new PutObjectCommand({ Bucket: 'assets', Key: 'b.zip', Body: 'no zip' }));
    expect(await deploy({ Role: lambdaRole(), Fn: functionNamed('speak', code('a.zip')) })).toMatchObject({
      failure: null,
    });
    expect(await invoke('speak')).toEqual(['zipped', true]);
    const missing = await deploy({ Role: lambdaRole(), Fn: functionNamed('speak', code('none.zip')) });
    expect(missing.failure).toContain('S3 Error Code: NoSuchKey');
    const broken = await deploy({ Role: lambdaRole(), Fn: functionNamed('speak', code('b.zip')) });
    expect(broken.failure).toContain('Could not unzip');
    expect(await invoke('speak')).toEqual(['zipped', true]);
  });

  it('needs a role that is Lambda’s to assume', async () => {
    const role = { Role: `arn:aws:iam::${PAYMENTS}:role/OrganizationAccountAccessRole` };
    const { failure } = await deploy({ Role: lambdaRole(), Fn: functionNamed('speak', role) });
    expect(failure).toContain('The role defined for the function cannot be assumed by Lambda.');
  });
});

describe('AWS::Lambda::Permission', () => {
  const permission = (rest: object = {}) => ({
    Type: 'AWS::Lambda::Permission',
    Properties: { Action: 'lambda:InvokeFunction', FunctionName: { Ref: 'Fn' }, Principal: MANAGEMENT, ...rest },
  });
  const withPermission = (rest: object = {}) =>
    deploy({ Role: lambdaRole(), Fn: functionNamed('speak'), May: permission(rest) });
  const fromManagement = () => invoke(arnOf('speak'), new LambdaClient(clientConfig(organization)));

  it('opens the function to another account, as long as the permission is there', async () => {
    await deploy({ Role: lambdaRole(), Fn: functionNamed('speak') });
    await expect(fromManagement()).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await withPermission({ PrincipalOrgID: organization.id });
    expect(await fromManagement()).toBe('none');
    await withPermission({ PrincipalOrgID: 'o-other12345' });
    await expect(fromManagement()).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await withPermission({ Principal: EMPTY });
    await expect(fromManagement()).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it('outlives an update of the function', async () => {
    await withPermission();
    const changed = functionNamed('speak', { Timeout: '10' });
    await deploy({ Role: lambdaRole(), Fn: changed, May: permission() });
    expect(await fromManagement()).toBe('none');
  });
});

describe('AWS::KMS::Key and AWS::KMS::Alias', () => {
  const key = (...actions: string[]) => ({
    Type: 'AWS::KMS::Key',
    Properties: {
      KeySpec: 'ECC_NIST_P256',
      KeyUsage: 'SIGN_VERIFY',
      KeyPolicy: policy({
        Effect: 'Allow',
        Principal: { AWS: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:root' } },
        Action: actions,
        Resource: '*',
      }),
    },
  });
  const alias = { Type: 'AWS::KMS::Alias', Properties: { AliasName: 'alias/orders', TargetKeyId: { Ref: 'Key' } } };
  const Message = Buffer.from('{"order":1}');

  it.each(['alias/orders', `arn:aws:kms:us-east-1:${PAYMENTS}:alias/orders`])('sign by %s', async (KeyId) => {
    await deploy({ Alias: alias, Key: key('kms:Sign', 'kms:GetPublicKey') });
    const kms = new KMSClient(asAdministrator(organization, PAYMENTS));
    const { PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId }));
    const { Signature } = await kms.send(new SignCommand({ KeyId, Message, SigningAlgorithm: 'ECDSA_SHA_256' }));
    const publicKey = createPublicKey({ key: Buffer.from(PublicKey ?? []), format: 'der', type: 'spki' });
    expect(verify('sha256', Message, publicKey, Signature ?? new Uint8Array())).toBe(true);
    await deploy({ Alias: alias, Key: key('kms:GetPublicKey') });
    await expect(
      kms.send(new SignCommand({ KeyId, Message, SigningAlgorithm: 'ECDSA_SHA_256' })),
    ).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await organization.deleteStack(PAYMENTS, 'things');
    await expect(kms.send(new GetPublicKeyCommand({ KeyId }))).rejects.toMatchObject({ name: 'NotFoundException' });
  });

  it('have ids that never return', async () => {
    const keyIds = async (...logicalIds: readonly string[]) => {
      const keys = Object.fromEntries(logicalIds.map((id) => [id, key('kms:*')]));
      const { resources } = await deploy(keys);
      return resources.map(({ physicalId }) => physicalId);
    };
    const [first, second] = await keyIds('First', 'Second');
    const [kept, third] = await keyIds('Second', 'Third');
    expect(kept).toBe(second);
    expect([first, second]).not.toContain(third);
  });

  it('may stand for a symmetric key, which only exists', async () => {
    const { resources, failure } = await deploy({ Alias: alias, Key: { Type: 'AWS::KMS::Key', Properties: {} } });
    expect(failure).toBeNull();
    expect(resources[0]?.physicalId).toMatch(/^[0-9a-f]{8}-/);
  });

  it('cannot change what it is for', async () => {
    await deploy({ Key: { Type: 'AWS::KMS::Key', Properties: {} } });
    const { status, failure } = await deploy({ Key: key('kms:*') });
    expect([status, failure]).toEqual([
      'UPDATE_ROLLBACK_COMPLETE',
      expect.stringContaining('cannot change the KeySpec'),
    ]);
  });
});

describe('AWS::S3::BucketPolicy', () => {
  it('decides who writes, as long as it is there', async () => {
    const bucket = { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'evidence' } };
    const writeOnce = {
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:PutObject',
      Resource: { 'Fn::Sub': '${Bucket.Arn}/runs/*' },
      Condition: { Null: { 's3:if-none-match': 'true' } },
    };
    const rules = {
      Type: 'AWS::S3::BucketPolicy',
      Properties: { Bucket: { Ref: 'Bucket' }, PolicyDocument: policy(writeOnce) },
    };
    const s3 = new S3Client(asAdministrator(organization, PAYMENTS));
    const put = (Key: string, rest: object = {}) =>
      s3.send(new PutObjectCommand({ Bucket: 'evidence', Key, Body: 'b', ...rest }));
    await deploy({ Bucket: bucket, Rules: rules });
    await put('runs/a', { IfNoneMatch: '*' });
    await expect(put('runs/b')).rejects.toMatchObject({ name: 'AccessDenied' });
    const second = await deploy({ Bucket: bucket, Rules: rules, More: rules });
    expect(second.failure).toContain('The bucket policy already exists on bucket evidence.');
    await deploy({ Bucket: bucket });
    await put('runs/b');
    const got = await s3.send(new GetObjectCommand({ Bucket: 'evidence', Key: 'runs/b' }));
    expect(await got.Body?.transformToString()).toBe('b');
  });
});

it('what only exists has the names that others refer to, and no two of one name', async () => {
  const resources = {
    Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'news' } },
    Open: {
      Type: 'AWS::SNS::TopicPolicy',
      Properties: { Topics: [{ Ref: 'Topic' }], PolicyDocument: policy() },
    },
    Reader: {
      Type: 'AWS::SNS::Subscription',
      Properties: { TopicArn: { Ref: 'Topic' }, Protocol: 'email', Endpoint: 'a@example.com' },
    },
    Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { AlarmName: 'late', AlarmActions: [{ Ref: 'Topic' }] } },
    Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'dead' } },
    Logs: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: '400' } },
  };
  const Outputs = Object.fromEntries(['Topic', 'Alarm', 'Queue', 'Logs'].map((id) => [id, { Value: { Ref: id } }]));
  const arns = {
    QueueArn: { Value: { 'Fn::GetAtt': ['Queue', 'Arn'] } },
    LogsArn: { Value: { 'Fn::GetAtt': ['Logs', 'Arn'] } },
  };
  const body = template(resources, { Outputs: { ...Outputs, ...arns } });
  const at = (stackName: string) => organization.deployStack({ accountId: PAYMENTS, stackName, template: body });
  const { outputs, failure } = await at('things');
  expect(failure).toBeNull();
  expect(outputs).toMatchObject({
    Topic: `arn:aws:sns:us-east-1:${PAYMENTS}:news`,
    Alarm: 'late',
    Queue: `https://sqs.us-east-1.amazonaws.com/${PAYMENTS}/dead`,
    QueueArn: `arn:aws:sqs:us-east-1:${PAYMENTS}:dead`,
    LogsArn: expect.stringMatching(/^arn:aws:logs:us-east-1:222222222222:log-group:things-Logs-\w+:\*$/),
  });
  expect((await at('twice')).failure).toContain('already exists');
  await organization.deleteStack(PAYMENTS, 'things');
  expect((await at('twice')).status).toBe('CREATE_COMPLETE');
});

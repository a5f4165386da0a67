import { DeleteAccessKeyCommand, IAMClient, ListAccessKeysCommand, ListRolesCommand } from '@aws-sdk/client-iam';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetObjectCommand, ListBucketsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LocalOrganization } from './local-organization.ts';
import { acme, asAdministrator, clientConfig, EMPTY, MANAGEMENT, PAYMENTS } from './testing/acme.ts';

type SharedConfig = ReturnType<typeof clientConfig>;
type ClientConfig = Pick<SharedConfig, 'region' | 'credentials'> &
  ({ requestHandler: SharedConfig['requestHandler'] } | { endpoint: string });

let organization: LocalOrganization;
beforeEach(() => {
  organization = acme();
});
afterEach(() => organization.close());

const doors: readonly [string, (config: SharedConfig) => Promise<ClientConfig>][] = [
  ['in process', (config) => Promise.resolve(config)],
  [
    'over HTTP',
    async ({ region, credentials }) => ({ region, credentials, endpoint: (await organization.listen()).url }),
  ],
];

describe.each(doors)('%s', (_, through) => {
  const iamOf = async (maxAttempts = 1) =>
    new IAMClient({ ...(await through(asAdministrator(organization, PAYMENTS))), maxAttempts });
  const listKeys = new ListAccessKeysCommand({ UserName: 'ci' });

  it('answers', async () => {
    const { AccessKeyMetadata } = await (await iamOf()).send(listKeys);
    expect(AccessKeyMetadata).toHaveLength(1);
    expect(organization.journal.entries()).toMatchObject([
      { service: 'iam', operation: 'ListAccessKeys', accountId: PAYMENTS, input: { UserName: 'ci' }, outcome: 'ok' },
    ]);
  });

  it.each([
    ['AccessDenied', { name: 'AccessDenied' }],
    ['Throttling', { name: 'Throttling' }],
    ['InternalFailure', { name: 'InternalFailure', $metadata: { httpStatusCode: 500 } }],
    ['drop-connection', { code: 'ECONNRESET' }],
    ['malformed', {}],
  ] as const)('fails with %s where a fault says so, once it is removed no more', async (kind, error) => {
    const iam = await iamOf();
    const fault = organization.faults.add({ operation: 'iam:ListAccessKeys', accountId: PAYMENTS, kind });
    await expect(iam.send(listKeys)).rejects.toMatchObject(error);
    fault.remove();
    await iam.send(listKeys);
  });

  it('applies an operation whose answer is lost; the retry finds it done', async () => {
    const { accessKeyId } = organization.accessKeys(PAYMENTS, 'ci')[0] ?? {};
    organization.faults.add({ operation: 'iam:DeleteAccessKey', calls: [1], kind: 'drop-answer' });
    const retrying = await iamOf(3);
    const deletion = retrying.send(new DeleteAccessKeyCommand({ UserName: 'ci', AccessKeyId: accessKeyId }));
    await expect(deletion).rejects.toMatchObject({ name: 'NoSuchEntityException', $metadata: { attempts: 2 } });
    expect(organization.accessKeys(PAYMENTS, 'ci')).toEqual([]);
    expect(organization.journal.entries('iam:DeleteAccessKey').map((entry) => entry.outcome)).toEqual([
      'drop-answer',
      'NoSuchEntity',
    ]);
  });

  it('hits the calls a fault counts, among those it matches', async () => {
    const iam = await iamOf();
    organization.faults.add({
      operation: 'iam:List*',
      matches: (input) => input['UserName'] === 'ci',
      calls: [2],
      kind: 'AccessDenied',
    });
    await iam.send(new ListAccessKeysCommand({ UserName: 'Alice' }));
    await iam.send(listKeys);
    await expect(iam.send(listKeys)).rejects.toMatchObject({ name: 'AccessDenied' });
    await iam.send(listKeys);
    expect(organization.journal.count({ operation: 'iam:*', outcome: 'AccessDenied' })).toBe(1);
  });

  it('waits as long as a delay says, but not longer than the caller', async () => {
    organization.faults.add({ operation: 'iam:*', kind: 'delay', delayMilliseconds: 200 });
    const started = performance.now();
    await (await iamOf()).send(listKeys);
    expect(performance.now() - started).toBeGreaterThan(190);
    const abortSignal = AbortSignal.timeout(30);
    await expect((await iamOf()).send(listKeys, { abortSignal })).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('refuses what it does not know with the name of the operation', async () => {
    const unknown = (await iamOf()).send(new ListRolesCommand({}));
    await expect(unknown).rejects.toMatchObject({ name: 'NotImplemented', $metadata: { httpStatusCode: 501 } });
    await expect(unknown).rejects.toThrow('iam:ListRoles');
    const s3 = new S3Client(await through(clientConfig(organization)));
    await expect(s3.send(new ListBucketsCommand({}))).rejects.toThrow('s3:ListBuckets');
  });

  it('carries objects and payloads', async () => {
    organization.createBucket({ name: 'evidence', accountId: MANAGEMENT });
    const s3 = new S3Client({ ...(await through(clientConfig(organization))), forcePathStyle: true });
    await s3.send(new PutObjectCommand({ Bucket: 'evidence', Key: 'ä/1', Body: Buffer.alloc(100_000, 'z') }));
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'evidence', Key: 'ä/1' }));
    expect(await Body?.transformToString()).toHaveLength(100_000);
    await organization.deployFunction({
      accountId: MANAGEMENT,
      functionName: 'echo',
      roleName: 'controller',
      inProcess: (event) => event,
    });
    const lambda = new LambdaClient(await through(clientConfig(organization)));
    const { Payload } = await lambda.send(
      new InvokeCommand({ FunctionName: 'echo', Payload: Buffer.from('{"a":"é"}') }),
    );
    expect(Payload?.transformToString()).toBe('{"a":"é"}');
  });
});

it('gives up after requestTimeout in process, as the Node handler does', async () => {
  const requestHandler = organization.requestHandler();
  const limited: typeof requestHandler = {
    ...requestHandler,
    handle: (request, options) => requestHandler.handle(request, { ...options, requestTimeout: 20 }),
  };
  organization.faults.add({ operation: 'iam:*', kind: 'delay', delayMilliseconds: 200 });
  const iam = new IAMClient({ ...asAdministrator(organization, PAYMENTS), requestHandler: limited });
  await expect(iam.send(new ListAccessKeysCommand({ UserName: 'ci' }))).rejects.toMatchObject({ name: 'TimeoutError' });
});

describe('a throttle', () => {
  const burst = 5;
  const call = (accountId: string) =>
    new IAMClient(asAdministrator(organization, accountId)).send(new ListAccessKeysCommand({ UserName: 'ci' }));
  const refusals = async (accountId: string) => {
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => call(accountId)));
    return results.filter((result) => result.status === 'rejected' && result.reason.name === 'Throttling').length;
  };

  it('lets a burst through, each account its own, and refills', async () => {
    organization.addUser(EMPTY, { name: 'ci' });
    organization.throttles.set('iam:*', { ratePerSecond: 20, burst, per: 'account' });
    expect(await refusals(PAYMENTS)).toBe(3);
    expect(await refusals(EMPTY)).toBe(3);
    expect(organization.journal.count({ operation: 'iam:*', outcome: 'Throttling' })).toBe(6);
    await new Promise((resolve) => setTimeout(resolve, 120));
    await call(PAYMENTS);
  });

  it('may be shared by the organization', async () => {
    organization.addUser(EMPTY, { name: 'ci' });
    organization.throttles.set('iam:List*', { ratePerSecond: 0.1, burst, per: 'organization' });
    expect(await refusals(PAYMENTS)).toBe(3);
    expect(await refusals(EMPTY)).toBe(8);
  });
});

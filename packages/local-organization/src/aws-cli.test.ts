import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IssuedCredentials } from './credentials.ts';
import { acme, MANAGEMENT, PAYMENTS } from './testing/acme.ts';
import { awsCli, isAwsCliInstalled } from './testing/aws-cli.ts';

describe.runIf(isAwsCliInstalled)('the AWS CLI', { timeout: 60_000 }, () => {
  const organization = acme();
  let url: string;
  let folder: string;

  const aws = (credentials: IssuedCredentials, ...words: readonly string[]) =>
    awsCli({ url, folder }, credentials, words);
  const operator = organization.credentials();
  const administrator = organization.credentials({
    roleArn: `arn:aws:iam::${PAYMENTS}:role/OrganizationAccountAccessRole`,
  });

  beforeAll(async () => {
    ({ url } = await organization.listen());
    folder = await mkdtemp(join(tmpdir(), 'aws-cli-'));
    organization.createBucket({ name: 'evidence', accountId: MANAGEMENT });
    await organization.deployFunction({
      accountId: PAYMENTS,
      functionName: 'echo',
      roleName: 'worker',
      inProcess: (event) => ({ echoed: event }),
    });
  });
  afterAll(() => organization.close());

  it.concurrent('pages through a group by itself', async () => {
    const { Users } = await aws(administrator, 'iam', 'get-group', '--group-name', 'Developers');
    expect(Users).toHaveLength(252);
  });

  it.concurrent('lists the access keys of a user', async () => {
    const { AccessKeyMetadata } = await aws(administrator, 'iam', 'list-access-keys', '--user-name', 'alice');
    expect(AccessKeyMetadata).toMatchObject([{ UserName: 'Alice', Status: 'Active' }, { Status: 'Inactive' }]);
  });

  it.concurrent('reads users and tags in bulk', async () => {
    const details = ['iam', 'get-account-authorization-details', '--filter', 'User', 'Group'];
    const { UserDetailList, GroupDetailList } = await aws(administrator, ...details);
    expect([UserDetailList.length, GroupDetailList.length]).toEqual([253, 2]);
  });

  it.concurrent('lists accounts', async () => {
    const { Accounts } = await aws(operator, 'organizations', 'list-accounts');
    expect(Accounts.map((account: { Id: string; State: string }) => account.Id)).toContain(PAYMENTS);
  });

  it.concurrent('assumes a role, and is told where it may not', async () => {
    const assume = (roleArn: string) =>
      aws(operator, 'sts', 'assume-role', '--role-session-name', 'cli', '--role-arn', roleArn);
    const { Credentials } = await assume(`arn:aws:iam::${PAYMENTS}:role/OrganizationAccountAccessRole`);
    expect(Credentials.AccessKeyId).toMatch(/^ASIA/);
    await expect(assume(`arn:aws:iam::${PAYMENTS}:role/auditor`)).rejects.toThrow('(AccessDenied)');
  });

  it.concurrent('invokes a function', async () => {
    const output = join(folder, 'answer.json');
    const answer = await aws(administrator, 'lambda', 'invoke', '--function-name', 'echo', output);
    expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
    expect(await readFile(output, 'utf8')).toBe('{"echoed":{}}');
  });

  it.concurrent('writes, lists and reads an object', async () => {
    const source = join(folder, 'source');
    const object = ['--bucket', 'evidence', '--key', 'a b/c.txt'];
    execFileSync('cp', ['/etc/hosts', source]);
    await aws(operator, 's3api', 'put-object', ...object, '--body', source);
    const { Contents } = await aws(operator, 's3api', 'list-objects-v2', '--bucket', 'evidence');
    expect(Contents).toMatchObject([{ Key: 'a b/c.txt' }]);
    await aws(operator, 's3api', 'get-object', ...object, join(folder, 'copy'));
    expect(await readFile(join(folder, 'copy'))).toEqual(await readFile(source));
    await expect(aws(operator, 's3api', 'head-object', '--bucket', 'evidence', '--key', 'none')).rejects.toThrow('404');
  });

  it.concurrent('keeps a parameter', async () => {
    await aws(operator, 'ssm', 'put-parameter', '--name', '/app/state', '--value', 'enabled', '--type', 'String');
    const { Parameter } = await aws(operator, 'ssm', 'get-parameter', '--name', '/app/state');
    expect(Parameter).toMatchObject({ Value: 'enabled', Version: 1 });
  });
});

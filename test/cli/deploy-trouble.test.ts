import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deploymentDiffSchema } from '@keysweep/core';
import { parse } from 'valibot';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EXAMPLE_ORGANIZATION, writeConfig } from './example-input.ts';
import type { CliRun } from './run-cli.ts';
import { serveOrganization, type ServedOrganization, type ServingOptions } from './served-organization.ts';

const MANAGEMENT = '111122223333';
const SECURITY = '122233334444';
const NEW_JOINER = '288899990000';
const EVERYTHING = { timeout: 120_000 };

let served: ServedOrganization;
beforeEach(async () => {
  served = await serveOrganization();
});
afterEach(() => served.close());

/** Another organization in place of the one that is served. */
async function restart(options: ServingOptions): Promise<void> {
  const first = served;
  served = await serveOrganization(options);
  await first.close();
}

const statuses = (accountId = MANAGEMENT): Record<string, string> =>
  Object.fromEntries(served.organization.stacks(accountId).map(({ stackName, status }) => [stackName, status]));
const administratorOf = (accountId: string) =>
  served.environment(`arn:aws:iam::${accountId}:role/OrganizationAccountAccessRole`);
const NAMED = ['--yes', '--confirm', 'o-example1234'];

describe('keysweep deploy', EVERYTHING, () => {
  it('is JSON on stdout and words on stderr where that is asked for', async () => {
    const { status, stdout, stderr } = await served.run('deploy', '--yes', '--output', 'json');
    expect(status, stderr).toBe(0);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({
      schema: 'keysweep/deployment/1',
      caller: expect.stringContaining(`::${MANAGEMENT}:assumed-role/operator/`),
      account: MANAGEMENT,
      region: 'us-east-1',
      organization: 'o-example1234',
      changed: true,
      carriedOut: true,
      accounts: { current: 12, suspended: 1, underWay: 0, failed: [] },
      remains: [],
    });
    expect(report.stacks).toMatchObject([
      { stack: 'keysweep-central', change: 'new', outcome: 'deployed', status: 'CREATE_COMPLETE', reason: null },
      { stack: 'keysweep-rollout', change: 'new', outcome: 'deployed' },
      { stack: 'keysweep-management', account: MANAGEMENT, change: 'new', outcome: 'deployed' },
    ]);
    expect(parse(deploymentDiffSchema, report.diff)).toEqual(report.diff);
    const again = await served.run('deploy', '--check', '--output', 'json');
    expect(JSON.parse(again.stdout)).toMatchObject({ carriedOut: false, changed: false });
  });

  it('lists an account whose stack fails, with the reason and what to do, and ends with 1 until that is done', async () => {
    served.organization.putRole({ accountId: NEW_JOINER, roleName: 'keysweep-audit' });
    const first = await served.run('deploy', '--yes');
    expect(first.status).toBe(1);
    expect(first.stderr).toContain('11 of 13 accounts current, 1 suspended, which AWS skips, 1 failed.');
    expect(first.stderr).toMatch(/- New Joiner 288899990000: OUTDATED FAILED\n[^]*keysweep-audit[^]*already exists/);
    expect(first.stderr).toContain('Next: remove what has that name there');
    expect(first.stderr).toContain(`Accounts=${NEW_JOINER},AccountFilterType=INTERSECTION`);
    expect(first.stderr).not.toContain('300011112222');
    expect(statuses()).toMatchObject({ 'keysweep-management': 'CREATE_COMPLETE' });
    expect(await served.run('deploy', '--yes')).toMatchObject({ status: 1 });
    expect(await served.run('deploy', '--check')).toMatchObject({ status: 0 });
  });

  it('ends where a stack fails, says what failed first, and tries nothing after it', async () => {
    served.organization.putRole({ accountId: MANAGEMENT, roleName: 'keysweep-operator' });
    const { status, stderr } = await served.run('deploy', '--yes');
    expect(stderr).toMatch(
      /error deployment-failed {2}keysweep-central is ROLLBACK_COMPLETE: \w+ \(AWS::IAM::Role\): .*already exists/,
    );
    expect(status).toBe(1);
    expect(statuses()).toEqual({ 'keysweep-central': 'ROLLBACK_COMPLETE' });
    const again = await served.run('deploy', '--yes');
    expect(again.stderr).toContain('error deployment-refused  the stack keysweep-central is ROLLBACK_COMPLETE');
    expect(again.stderr).toContain('aws cloudformation delete-stack --stack-name keysweep-central');
  });

  it('shows who changes policy as of today, whatever lies in the folder, and says where that cannot be told', async () => {
    expect(await served.run('deploy', '--yes')).toMatchObject({ status: 0 });
    writeConfig(served.folder, { '/Acquired: watch': '/Acquired: none' });
    expect(await served.run('synth')).toMatchObject({ status: 0 });
    const check = await served.run('deploy', '--check');
    expect(check.stdout).toMatch(/~ 1 account watch → none/);
    served.organization.faults.add({ operation: 's3:GetObject', kind: 'AccessDenied' });
    const blind = await served.run('deploy', '--check');
    expect(blind.stdout).toContain('Who changes policy is not known');
    expect(blind.status).toBe(2);
  });

  it('stops following at Ctrl-C, and says what goes on without it', async () => {
    served.organization.faults.add({
      operation: 'cloudformation:ExecuteChangeSet',
      kind: 'delay',
      delayMilliseconds: 1500,
    });
    const started = served.start(['deploy', '--yes']);
    const looks = () => served.organization.journal.count({ operation: 'cloudformation:DescribeStackEvents' });
    await expect.poll(looks, { timeout: 20_000 }).toBe(1);
    await setTimeout(500);
    started.interrupt();
    const { status, stderr } = await started.ended;
    expect(stderr).toContain(`Interrupted: AWS goes on with keysweep-central in ${MANAGEMENT}.`);
    expect(stderr).toContain('aws cloudformation describe-stack-events --stack-name keysweep-central');
    expect(status).toBe(130);
    expect(statuses()).toEqual({ 'keysweep-central': 'CREATE_COMPLETE' });
  });
});

describe('keysweep deploy is refused before anything is done', EVERYTHING, () => {
  const expectRefusal = (run: CliRun, status: number, ...words: readonly string[]): void => {
    for (const each of words) expect(run.stderr).toContain(each);
    expect(run.status, run.stderr).toBe(status);
    expect(statuses()).toEqual({});
  };

  it('where nobody can be asked', async () => {
    expectRefusal(await served.run('deploy'), 64, 'there is no terminal to ask at', 'say --yes, or --check');
    expectRefusal(await served.run('deploy', '--no-input'), 64, '--no-input forbids to ask');
    expectRefusal(await served.run('destroy'), 64, 'say --yes --confirm ORGANIZATION-ID');
  });

  it('in another account, which is said first', async () => {
    expect(await served.run('snapshot', '--region', 'us-east-1', '--out', 'organization.json')).toMatchObject({
      status: 0,
    });
    const args = ['deploy', '--yes', '--organization', 'organization.json'];
    const run = await served.start(args, administratorOf(NEW_JOINER)).ended;
    const what = `error deployment-refused  this is account ${NEW_JOINER}; keysweep lives in ${MANAGEMENT}`;
    const hint = `hint: use credentials of ${MANAGEMENT}, the management account of o-example1234`;
    expectRefusal(run, 1, `account  ${NEW_JOINER}\n`, what, hint);
  });

  it('in another Region', async () => {
    const run = await served.run('deploy', '--yes', '--region', 'eu-west-1');
    expectRefusal(run, 64, 'the Region is eu-west-1, and keysweep.yaml says us-east-1', '--region us-east-1');
  });

  it('without credentials', async () => {
    const { AWS_ENDPOINT_URL = '' } = served.environment();
    const nobody = { AWS_ENDPOINT_URL, AWS_EC2_METADATA_DISABLED: 'true', HOME: served.folder };
    const run = await served.start(['deploy', '--yes'], nobody).ended;
    expectRefusal(run, 1, 'AWS did not say who is calling: no AWS credentials', 'name a profile with --profile');
  });

  it.each([
    ['not there', undefined, 'is not bootstrapped'],
    ['too old', '3', 'has bootstrap version 3 of 6'],
  ])('where the bootstrap that the code needs is %s', async (_, value, words) => {
    const name = '/cdk-bootstrap/hnb659fds/version';
    if (value === undefined) await restart({ isBootstrapped: false });
    else served.organization.putParameter({ accountId: MANAGEMENT, name, value });
    const hint = `hint: npx aws-cdk bootstrap aws://${MANAGEMENT}/us-east-1`;
    expectRefusal(await served.run('deploy', '--yes'), 1, words, hint);
  });

  it('where nobody can tell whether an agent that no policy wants any more is there', async () => {
    writeConfig(served.folder, { 'managementAccount: careful': 'managementAccount: none' });
    served.organization.faults.add({ operation: 'cloudformation:DescribeStacks', kind: 'AccessDenied' });
    const run = await served.run('deploy', '--yes');
    expectRefusal(run, 1, 'error deployment-refused  the stack keysweep-management could not be read');
  });

  it('where CloudFormation does not take the template; nothing of the attempt is left', async () => {
    served.organization.faults.add({ operation: 'cloudformation:DescribeChangeSet', kind: 'AccessDenied' });
    const run = await served.run('deploy', '--yes');
    expectRefusal(run, 1, 'error deployment-refused  keysweep-central: cloudformation:');
  });

  it('where the folder holds what synth did not write; what CloudFormation had prepared is gone again', async () => {
    expect(await served.run('synth')).toMatchObject({ status: 0 });
    writeFileSync(join(served.folder, 'keysweep-templates', 'thesis.docx'), 'mine');
    const run = await served.run('deploy', '--yes');
    expectRefusal(run, 64, 'keysweep-templates holds thesis.docx, which synth did not write');
  });
});

describe('keysweep destroy', EVERYTHING, () => {
  const switchIs = (): string | undefined => served.organization.parameter(MANAGEMENT, '/keysweep/state');

  it('wants the organization named', async () => {
    expect(await served.run('deploy', '--yes')).toMatchObject({ status: 0 });
    for (const named of [[], ['--confirm', 'o-other12345']]) {
      const { status, stderr } = await served.run('destroy', '--yes', ...named);
      expect(stderr).toContain('hint: --yes --confirm o-example1234');
      expect(status).toBe(64);
    }
    expect(switchIs()).toBe('enabled');
    expect(Object.keys(statuses())).toHaveLength(3);
  });

  it('pauses sweeps first, and leaves what is further in where an account does not let its stack go', async () => {
    expect(await served.run('deploy', '--yes')).toMatchObject({ status: 0 });
    const fault = served.organization.faults.add({
      operation: 'cloudformation:DeleteStack',
      accountId: NEW_JOINER,
      kind: 'AccessDenied',
    });
    const { status, stderr } = await served.run('destroy', ...NAMED);
    expect(stderr).toContain('error deployment-failed  keysweep-rollout is DELETE_FAILED: Members');
    expect(stderr).toContain(`- New Joiner ${NEW_JOINER}: INOPERABLE`);
    expect(status).toBe(1);
    expect(JSON.parse(switchIs() ?? '')).toMatchObject({ state: 'paused', reason: 'keysweep destroy' });
    expect(statuses()).toMatchObject({ 'keysweep-central': 'CREATE_COMPLETE' });
    fault.remove();
    expect(await served.run('destroy', ...NAMED)).toMatchObject({ status: 0 });
    expect(statuses()).toEqual({});
  });

  it('says so where nothing is deployed', async () => {
    const { status, stderr } = await served.run('destroy', ...NAMED);
    expect(stderr).toContain('Nothing of keysweep is deployed here.');
    expect(status).toBe(0);
  });
});

describe('a delegated administrator', EVERYTHING, () => {
  beforeEach(async () => {
    const described = readFileSync(EXAMPLE_ORGANIZATION, 'utf8').replace(
      'managementAccount: Management',
      'managementAccount: Management\n  delegatedAdministrator: Security Tooling',
    );
    const description = join(served.folder, 'organization.yaml');
    writeFileSync(description, described);
    await restart({ description });
    writeConfig(served.folder, { 'delegatedAdministrator: null': `delegatedAdministrator: "${SECURITY}"` });
    const profile = (name: string, variables: Readonly<Record<string, string>>): string =>
      [
        `[${name}]`,
        `aws_access_key_id=${variables['AWS_ACCESS_KEY_ID']}`,
        `aws_secret_access_key=${variables['AWS_SECRET_ACCESS_KEY']}`,
        `aws_session_token=${variables['AWS_SESSION_TOKEN']}`,
        '',
      ].join('\n');
    const profiles = profile('central', administratorOf(SECURITY)) + profile('management', served.environment());
    writeFileSync(join(served.folder, 'credentials'), profiles);
  });

  const withProfiles = (...args: readonly string[]): Promise<CliRun> =>
    served.start([...args, '--profile', 'central'], {
      AWS_ENDPOINT_URL: served.environment()['AWS_ENDPOINT_URL'] ?? '',
      AWS_SHARED_CREDENTIALS_FILE: join(served.folder, 'credentials'),
      AWS_CONFIG_FILE: join(served.folder, 'none'),
    }).ended;
  const BOTH = ['--management-profile', 'management'];

  it('is told what is left to do in the management account, and does it once it has credentials', async () => {
    const first = await withProfiles('deploy', '--yes');
    expect(first.stderr).toContain(`account  ${SECURITY}\n`);
    expect(first.stderr).toContain(`keysweep-management in the management account ${MANAGEMENT}:`);
    expect(first.stderr).toMatch(
      /aws cloudformation deploy --stack-name keysweep-management .*OrderVerificationKey=MF/,
    );
    expect(first.status, first.stderr).toBe(1);
    expect(Object.keys(statuses(SECURITY))).toEqual(expect.arrayContaining(['keysweep-central', 'keysweep-rollout']));
    expect(statuses()).toEqual({});
    expect(await withProfiles('deploy', '--check', ...BOTH)).toMatchObject({ status: 2 });
    expect(await withProfiles('deploy', '--yes', ...BOTH)).toMatchObject({ status: 0 });
    expect(statuses()).toEqual({ 'keysweep-management': 'CREATE_COMPLETE' });
    expect(await withProfiles('deploy', '--yes')).toMatchObject({ status: 0 });

    const down = await withProfiles('destroy', ...NAMED);
    expect(down.stderr).toContain('aws cloudformation delete-stack --stack-name keysweep-management');
    expect(down.status).toBe(1);
    expect(await withProfiles('destroy', ...NAMED, ...BOTH)).toMatchObject({ status: 0 });
    expect(statuses()).toEqual({});
  });

  it('is refused with credentials of some other account as those of the management account', async () => {
    const { status, stderr } = await withProfiles('deploy', '--yes', '--management-profile', 'central');
    expect(stderr).toContain(`the profile central is of account ${SECURITY}`);
    expect(status).toBe(1);
  });
});

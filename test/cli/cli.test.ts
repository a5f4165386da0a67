import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudFormationClient, CreateStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { evidenceStore } from '@keysweep/aws';
import { summarySchema } from '@keysweep/core';
import { parse } from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EXAMPLE_ORGANIZATION } from './example-input.ts';
import { runCli, startLocal } from './run-cli.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'keysweep-cli-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const GOOD = `version: 1
region: us-east-1
policies:
  weekly: { groups: ['Developers,Contractors'], action: observe }
assignments: { /: weekly }
`;

describe('keysweep validate', () => {
  it('accepts a configuration, a comma in a group name included, and says what comes next', () => {
    writeFileSync(join(folder, 'keysweep.yaml'), GOOD);
    const { status, stdout, stderr } = runCli(['validate'], folder);
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    expect(stderr).toContain('keysweep.yaml is valid: 1 policy; not held against an organization.');
    expect(stderr).toContain('Next: keysweep validate -c keysweep.yaml --organization organization.json');
  });

  it('names every problem at once, each at its place, and ends with 78', () => {
    const bad = GOOD.replace(
      'action: observe',
      'action: explode, schedule: cron(99 23 ? * FRI *), timezone: Mars/Olympus',
    ).replace('/: weekly', '/: weekley');
    writeFileSync(join(folder, 'keysweep.yaml'), bad);
    const { status, stdout, stderr } = runCli(['validate'], folder);
    expect({ status, stdout }).toEqual({ status: 78, stdout: '' });
    for (const place of [
      'keysweep.yaml:4:57  ',
      'keysweep.yaml:4:76  ',
      'keysweep.yaml:4:109  ',
      'keysweep.yaml:5:19  ',
    ])
      expect(stderr).toContain(place);
    expect(stderr).toMatch(/^error config-invalid {2}4 problems\n/);
    expect(stderr).toContain('  hint: nothing was run');
  });

  it.each([
    ['a file that is not there', () => undefined, 'does not exist'],
    ['an empty file', (path: string) => writeFileSync(path, ''), 'is empty'],
    ['bytes that are no text', (path: string) => writeFileSync(path, Buffer.from([0x76, 0xff, 0xfe])), 'not UTF-8'],
  ])('refuses %s with 78', (_, write, words) => {
    write(join(folder, 'keysweep.yaml'));
    const { status, stderr } = runCli(['validate'], folder);
    expect(status).toBe(78);
    expect(stderr).toContain(words);
  });

  it('refuses a folder with 78', () => {
    const { status, stderr } = runCli(['validate', '-c', '.'], folder);
    expect(status).toBe(78);
    expect(stderr).toContain('is not a file');
  });
});

describe('keysweep', () => {
  it.each([
    [['frobnicate'], 64],
    [['validate', '--nope'], 64],
    [['local', '--port', 'many'], 64],
    [['local', '--clock', 'friday'], 64],
    [['--version'], 0],
    [['--help'], 0],
  ])('%j ends with %i', (args, expected) => {
    expect(runCli(args, folder).status).toBe(expected);
  });

  it('begins its help with an example', () => {
    expect(runCli(['--help'], folder).stdout).toMatch(/^Example:\n {2}\$ keysweep demo/);
  });
});

describe('keysweep demo', () => {
  it('goes as its script expects: the summary on stdout, words on stderr, four files', { timeout: 120_000 }, () => {
    const { status, stdout, stderr } = runCli(['demo', '--out', 'out'], folder);
    expect(status, stderr).toBe(0);
    expect(stdout).toMatch(/^keysweep summary, /);
    expect(stderr).toContain('The rehearsal went as its script expects.');
    expect(stderr).toContain('exit code 4 (coverage-incomplete)');
    const summary = parse(summarySchema, JSON.parse(readFileSync(join(folder, 'out', 'summary.json'), 'utf8')));
    expect(summary.accounts).toHaveLength(14);
    expect(readFileSync(join(folder, 'out', 'summary.html'), 'utf8')).not.toContain('<script>alert(1)</script>');
    expect(readFileSync(join(folder, 'out', 'keys.csv'), 'utf8')).toContain("'=HYPERLINK");
    expect(
      readFileSync(join(folder, 'out', 'accounts.csv'), 'utf8')
        .trim()
        .split('\n'),
    ).toHaveLength(15);
  });
});

describe('keysweep local', () => {
  it('is bootstrapped for the CDK, and has nothing of keysweep’s yet', async () => {
    const started = await startLocal(EXAMPLE_ORGANIZATION, folder);
    const { exported } = started;
    const connection = {
      region: 'us-east-1',
      endpoint: exported['AWS_ENDPOINT_URL'] ?? '',
      credentials: {
        accessKeyId: exported['AWS_ACCESS_KEY_ID'] ?? '',
        secretAccessKey: exported['AWS_SECRET_ACCESS_KEY'] ?? '',
        sessionToken: exported['AWS_SESSION_TOKEN'] ?? '',
      },
    };
    const of = (what: string) => `cdk-hnb659fds-${what}-111122223333-us-east-1`;
    const client = new CloudFormationClient(connection);
    const lambda = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
    const role = (RoleName: string) => ({
      Type: 'AWS::IAM::Role',
      Properties: { RoleName, AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [lambda] } },
    });
    const Resources = { A: role('keysweep-audit'), B: role('keysweep-revoker'), C: role('keysweep-central') };

    await client.send(
      new CreateStackCommand({
        StackName: 'ours',
        TemplateBody: JSON.stringify({ Resources }),
        Capabilities: ['CAPABILITY_NAMED_IAM'],
        RoleARN: `arn:aws:iam::111122223333:role/${of('cfn-exec-role')}`,
      }),
    );

    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: 'ours' }));
    expect(Stacks?.[0]?.StackStatus).toBe('CREATE_COMPLETE');
    const assets = evidenceStore(connection, { bucket: of('assets'), forcePathStyle: true });
    expect(await assets.get('nothing')).toMatchObject({ state: 'absent' });
    await started.stop();
  });

  it('says in words that a port is taken, and ends with 64', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;

    const { status, stdout, stderr } = runCli(['local', '--port', String(port)], folder);

    taken.close();
    expect({ status, stdout }).toEqual({ status: 64, stdout: '' });
    expect(stderr).toContain(`error usage  port ${port} of 127.0.0.1 cannot be listened on\n  hint: name another`);
  });
});

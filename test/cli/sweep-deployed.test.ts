import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startedSweepSchema, summarySchema } from '@keysweep/core';
import { parse } from 'valibot';
import { afterEach, describe, expect, it } from 'vitest';
import { heldByLimit } from '../flow/held-run.ts';
import { deleteEverything, DEV, PROD, UNTOUCHABLE } from '../flow/small-organization.ts';
import { MANAGEMENT } from '../stage.ts';
import { openDeployedDesk, type DeployedDesk } from './deployed-desk.ts';

const SWEEP = ['sweep', '--yes'];
/** Never due while a test runs. */
const config = { ...deleteEverything, policies: { weekly: heldByLimit.policies.weekly } };

let desk: DeployedDesk;
afterEach(() => desk.close());

const keysOf = (accountId: string, userName: string) => desk.organization.accessKeys(accountId, userName);
const revoked = (): number => desk.organization.journal.count({ operation: 'iam:DeleteAccessKey', outcome: 'ok' });
const started = (): number => desk.organization.journal.count('states:StartExecution');

describe('keysweep sweep', () => {
  it('says what is going to happen, starts it, follows it, and prints the summary', async () => {
    desk = await openDeployedDesk(config);
    const { status, stdout, stderr } = await desk.run([...SWEEP, '--out', 'out'], desk.olivia);
    expect(status, stderr).toBe(0);
    expect(desk.told(stderr)).toBe(`You are <olivia>.
What is deployed in 111111111111 (us-east-1) sweeps weekly now: it DELETES keys of Developers, Administrators.
There is no summary yet that says which accounts that is.
The run <run> of weekly, by <execution>.
The gate is open for 4 revocations.
${['accounts.csv', 'keys.csv', 'keys.jsonl', 'summary.html', 'summary.json'].map((name) => `  out/${name}`).join('\n')}
The run <run> of weekly is finished: 4 keys revoked.
`);
    expect(stdout).toContain('All 2 accounts in scope were swept and checked.');
    expect([keysOf(PROD, 'alice'), keysOf(DEV, 'dave')]).toEqual([[], []]);
    for (const name of UNTOUCHABLE) expect(keysOf(PROD, name)).toHaveLength(1);
    const copied: unknown = JSON.parse(readFileSync(join(desk.folder, 'out/summary.json'), 'utf8'));
    expect(parse(summarySchema, copied)).toMatchObject({ verdict: 'compliant' });

    const followed = await desk.run(['sweep', '--follow', 'latest', '--output', 'json', '--quiet'], desk.olivia);
    expect(followed).toMatchObject({ status: 0, stderr: '' });
    expect(parse(summarySchema, JSON.parse(followed.stdout))).toEqual(copied);

    const second = await desk.run([...SWEEP, '--no-follow', '--output', 'json'], desk.olivia);
    expect(second.status, second.stderr).toBe(0);
    expect(second.stderr).toMatch(
      /By the summary of .* that is 2 accounts with 3 active keys, the oldest 100 days old\./,
    );
    const one = parse(startedSweepSchema, JSON.parse(second.stdout));
    expect(one).toMatchObject({ policy: 'weekly', approves: null });
    const byArn = await desk.run(['sweep', '--follow', one.executionArn], desk.olivia);
    expect(byArn.status, byArn.stderr).toBe(0);
    expect(byArn.stderr).toContain(`The run ${one.runId} of weekly is finished: 0 keys revoked.`);
  });

  it('ends with 5 where the gate holds it, with the reason and what to do', async () => {
    desk = await openDeployedDesk(heldByLimit);
    const { status, stdout, stderr } = await desk.run(SWEEP, desk.olivia);
    expect(status, stderr).toBe(5);
    expect(stdout).toContain('keysweep summary');
    expect(desk.told(stderr)).toContain(`HELD: 4 revocations are planned; this run may do at most 1
The run <run> of weekly was HELD: 4 revocations are planned; this run may do at most 1
  to let it do what it had planned: keysweep sweep --approve <run> --policy weekly --reason '<why>'
`);
    expect(revoked()).toBe(0);
  });

  it('warns of a switch that is off, and then ends with 5', async () => {
    desk = await openDeployedDesk(config);
    const value = '{"state":"paused","reason":"incident 7","by":"kim"}';
    desk.organization.putParameter({ accountId: MANAGEMENT, name: '/keysweep/state', value });
    const { status, stderr } = await desk.run(SWEEP, desk.olivia);
    expect(status, stderr).toBe(5);
    expect(stderr).toContain(
      'warning  Sweeps are paused by kim: incident 7. The run is going to plan, and to be held.',
    );
    expect(stderr).toContain('was HELD: sweeps are paused by kim: incident 7');
  });

  it('ends with 4 where an account could not be covered', async () => {
    desk = await openDeployedDesk(config);
    desk.organization.faults.add({ operation: 'iam:DeleteAccessKey', accountId: DEV, kind: 'AccessDenied' });
    const { status, stderr } = await desk.run(SWEEP, desk.olivia);
    expect(status, stderr).toBe(4);
    expect(stderr).toContain('is finished: 3 keys revoked.');
  });

  it('ends with 1 where the execution fails, with its cause', async () => {
    desk = await openDeployedDesk(config);
    desk.organization.faults.add({ operation: 'organizations:ListRoots', kind: 'AccessDenied' });
    const { status, stdout, stderr } = await desk.run(SWEEP, desk.olivia);
    expect(status, stderr).toBe(1);
    expect(desk.told(stderr)).toContain('error run-failed  the execution <execution> failed: OrganizationUnreadable: ');
    expect(stderr).not.toContain('errorType');
    expect(stdout).toBe('');
  });

  it('that is stopped looks on no more, and the run goes on', async () => {
    desk = await openDeployedDesk(config);
    desk.organization.faults.add({ operation: 'sts:AssumeRole', kind: 'delay', delayMilliseconds: 3000 });
    const beside = desk.start(SWEEP, desk.olivia);
    await beside.hears('planning: 2 accounts');
    beside.signal('SIGINT');
    const { status, stderr } = await beside.ended;
    expect(status).toBe(130);
    expect(desk.told(stderr)).toContain(`The run goes on, and nobody looks on any more.
  to follow it again: keysweep sweep --follow <run> --policy weekly --config keysweep.yaml
  to stop it before its next batch of accounts: keysweep pause --reason '<why>'
`);
    const while_ = await desk.run([...SWEEP, '--no-follow'], desk.olivia);
    expect(desk.told(while_.stderr)).toContain('warning  The run <run> of weekly may be at work still.');
    await desk.organization.settled();
    expect(revoked()).toBe(4);
  });
});

describe('keysweep sweep, where something cannot be read', () => {
  const deny = (operation: `${string}:${string}`, part = ''): void =>
    void desk.organization.faults.add({
      operation,
      kind: 'AccessDenied',
      ...(part === '' ? {} : { matches: ({ Key: key }) => String(key).includes(part) }),
    });

  it.each<[string, () => void, number, readonly string[]]>([
    [
      'the switch: it is warned of, and the run is held',
      () => deny('ssm:GetParameter'),
      5,
      ['warning  The switch could not be read (AccessDenied', 'was HELD: the switch could not be read'],
    ],
    [
      'how far it is, for a while: it is followed all the same',
      () => desk.organization.faults.add({ operation: 'states:DescribeExecution', calls: [2, 3], kind: 'malformed' }),
      0,
      ['is finished: 4 keys revoked.'],
    ],
  ])('%s', async (_, trouble, code, words) => {
    desk = await openDeployedDesk(config);
    trouble();
    const { status, stderr } = await desk.run(SWEEP, desk.olivia);
    expect(status, stderr).toBe(code);
    for (const each of words) expect(stderr).toContain(each);
    desk.organization.faults.clear();
  });

  it('the summary that it published: it ends with 1, and can be followed again', async () => {
    desk = await openDeployedDesk(config);
    expect((await desk.run([...SWEEP, '--quiet'], desk.olivia)).status).toBe(0);
    deny('s3:GetObject', '-weekly/summary.json');
    const { status, stdout, stderr } = await desk.run(['sweep', '--follow', 'latest'], desk.olivia);
    expect(status).toBe(1);
    expect(desk.told(stderr)).toContain(
      'error evidence-unreadable  the summary <run>-weekly could not be read: s3:GetObject',
    );
    expect(stdout).toBe('');
    desk.organization.faults.clear();
  });

  it('who does a run: it cannot be followed', async () => {
    desk = await openDeployedDesk(config);
    await desk.stage.sweep();
    deny('s3:GetObject', 'leases/');
    const { status, stderr } = await desk.run(['sweep', '--follow', 'latest'], desk.olivia);
    expect(status).toBe(1);
    expect(desk.told(stderr)).toContain('error evidence-unreadable  the lease of the run <run> could not be read: ');
    desk.organization.faults.clear();
    const elsewhere = await desk.run(['sweep', '--follow', 'latest'], desk.olivia);
    expect(elsewhere.status).toBe(64);
    expect(elsewhere.stderr).toContain('which is no execution of the centre');
  });
});

describe('keysweep sweep, where that cannot be', () => {
  it.each<[string, string[], number, string]>([
    [
      'without a yes and without a terminal',
      ['sweep'],
      64,
      'nothing is started without a yes, and there is no terminal',
    ],
    ['in two ways at once', [...SWEEP, '--from-here', '--follow', 'latest'], 64, '--from-here and --follow are two'],
    ['with what belongs elsewhere', [...SWEEP, '--role-name', 'Sweeper'], 64, '--role-name means nothing here'],
    ['of a policy that is none', [...SWEEP, '--policy', 'weekley'], 64, 'did you mean "weekly"?'],
    ['that never was', ['sweep', '--follow', 'latest'], 64, 'there is no run of weekly yet'],
    ['of another time', ['sweep', '--follow', '20260101T000000Z'], 64, 'there is no run 20260101T000000Z of weekly'],
    ['of no time', ['sweep', '--follow', 'yesterday'], 1, 'yesterday is not the id of a run'],
    [
      'of another machine',
      ['sweep', '--follow', 'arn:aws:states:x:1:execution:other:1'],
      64,
      'no execution of the centre',
    ],
    [
      'by an execution that is none',
      ['sweep', '--follow', 'arn:aws:states:us-east-1:111111111111:execution:keysweep-sweep:x'],
      64,
      'there is no execution',
    ],
    [
      'of another account',
      [...SWEEP, '--bucket', 'keysweep-222222222222-us-east-1'],
      1,
      'use keysweep-operator of 222222222222',
    ],
  ])('%s', async (_, args, code, words) => {
    desk = await openDeployedDesk(config);
    const { status, stdout, stderr } = await desk.run(args, desk.olivia);
    expect(status, stderr).toBe(code);
    expect(stderr).toContain(words);
    expect(stdout).toBe('');
    expect(started()).toBe(0);
  });

  it.each<[string, () => void, string]>([
    [
      'it may not be started',
      () => desk.organization.faults.add({ operation: 'states:StartExecution', kind: 'AccessDenied' }),
      'error run-failed  no sweep was started: states:StartExecution: AccessDenied',
    ],
    [
      'it may not be followed',
      () => desk.organization.faults.add({ operation: 'states:DescribeExecution', kind: 'AccessDenied' }),
      'hint: that says nothing of the run; to follow it: keysweep sweep --follow arn:aws:states:',
    ],
    [
      'the records cannot be read',
      () => desk.organization.faults.add({ operation: 's3:GetObject', kind: 'AccessDenied' }),
      'error evidence-unreadable  the history of weekly could not be read',
    ],
  ])('where %s, it ends with 1', async (_, trouble, words) => {
    desk = await openDeployedDesk(config);
    trouble();
    const { status, stderr } = await desk.run(SWEEP, desk.olivia);
    expect(status, stderr).toBe(1);
    expect(stderr).toContain(words);
    desk.organization.faults.clear();
  });
});

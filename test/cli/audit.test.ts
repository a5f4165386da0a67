import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { summarySchema, type Summary } from '@keysweep/core';
import { LocalOrganization } from '@keysweep/local-organization';
import { parse } from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deactivateFirst, deleteEverything, DEV, PROD, smallOrganization } from '../flow/small-organization.ts';
import { MANAGEMENT, setStage, type Stage } from '../stage.ts';
import { rollOutProbe } from '../probe-stack-set.ts';
import { ACCOUNT_ROLE, openDesk, type Desk } from './from-here.ts';

const HOUR = 3_600_000;
const BUCKET = `keysweep-${MANAGEMENT}-us-east-1`;
const AUDIT = ['audit', '--role-name', ACCOUNT_ROLE];
const CONFIG = { ...deleteEverything, managementAccount: 'weekly' };

let desk: Desk;
afterEach(() => desk.close());

const summaryIn = (folder: string): Summary =>
  parse(summarySchema, JSON.parse(readFileSync(join(desk.folder, folder, 'summary.json'), 'utf8')));
const stateOf = (summary: Summary, id: string): string | undefined =>
  summary.accounts.find(({ accountId }) => accountId === id)?.state;

describe('keysweep audit, where nothing is deployed', () => {
  beforeEach(async () => {
    desk = await openDesk(LocalOrganization.fromDescription(smallOrganization()), CONFIG);
  });

  it('is a first look: nobody is covered, and it lists what first sweeps are to revoke', async () => {
    const { status, stdout, stderr } = await desk.run(AUDIT);
    expect(status, stderr).toBe(4);
    expect(stdout).toContain('None of 3 accounts in scope were swept and checked; 3 have no agent.');
    expect(stdout).toMatch(/^ {2}Prod \(222222222222\) +weekly +2 +40 days$/m);
    expect(stdout).toMatch(/^ {2}Dev \(333333333333\) +weekly +1 +5 days$/m);
    expect(stdout).toMatch(/^ {2}2 accounts of 3 +3 +40 days$/m);
    expect(stderr).toContain(`nothing of keysweep is deployed in ${MANAGEMENT} (us-east-1): this is a first look`);
  });

  it('changes nothing in AWS', async () => {
    await desk.run([...AUDIT, '--out', 'out']);
    expect(desk.writes()).toEqual([]);
    expect(desk.organization.journal.count('iam:*')).toBeGreaterThan(0);
  });

  it('writes the files of a summary, and keeps what it saw beside them', async () => {
    const { stdout } = await desk.run([...AUDIT, '--out', 'out', '--output', 'json']);
    const summary = summaryIn('out');
    expect(JSON.parse(stdout)).toEqual(JSON.parse(readFileSync(join(desk.folder, 'out/summary.json'), 'utf8')));
    expect(summary.coverage).toEqual({ inScope: 3, covered: 0, percent: 0 });
    expect(summary.states['not-deployed']).toBe(3);
    const lines = readFileSync(join(desk.folder, 'out/accounts.csv'), 'utf8').trim().split('\n');
    expect(lines).toHaveLength(1 + summary.accounts.length);
    expect(readFileSync(join(desk.folder, 'out/summary.html'), 'utf8')).toContain('<html');
    expect(readdirSync(join(desk.folder, 'out/evidence'))).toEqual(['latest.json', 'runs', 'seen', 'summaries']);
  });

  it('says who could not be looked into, or not in full', async () => {
    desk.organization.deleteRole(DEV, ACCOUNT_ROLE);
    desk.organization.faults.add({ operation: 'iam:ListAccessKeys', accountId: PROD, kind: 'AccessDenied' });
    const { status, stdout } = await desk.run(AUDIT);
    expect(status).toBe(4);
    expect(stdout).toContain('Dev (333333333333) could not be looked into: sts:AssumeRole: AccessDenied');
    expect(stdout).toContain('Prod (222222222222) was not read in full: iam:ListAccessKeys: AccessDenied');
  });

  it('says that an account would be refused as a whole', async () => {
    await desk.close();
    const policies = { weekly: { ...deleteEverything.policies.weekly, maximumRevocations: 1 } };
    desk = await openDesk(LocalOrganization.fromDescription(smallOrganization()), { ...CONFIG, policies });
    const { stdout } = await desk.run(AUDIT);
    expect(stdout).toContain('Prod (222222222222) will be refused as a whole: weekly allows 1 at a time');
  });

  it('without a role to name, says that the audit role is for the centre alone', async () => {
    const { status, stderr } = await desk.run(['audit']);
    expect(status).toBe(4);
    // The caller's own account is read with the caller's own credentials.
    expect(stderr).toContain('warning  keysweep-audit let us into 1 of 3 accounts');
  });

  it('with --quiet says nothing but what it prints', async () => {
    const { stderr, stdout } = await desk.run([...AUDIT, '--quiet']);
    expect(stderr).toBe('');
    expect(stdout).toContain('COVERAGE INCOMPLETE');
  });

  it('told to stop, stops with 130 and has changed nothing', async () => {
    desk.organization.faults.add({ operation: 'iam:ListAccessKeys', kind: 'delay', delayMilliseconds: 60_000 });
    const beside = desk.start(AUDIT);
    await beside.hears('looking: 3 accounts');
    beside.signal('SIGINT');
    const { status, stdout, stderr } = await beside.ended;
    expect({ status, stdout }).toEqual({ status: 130, stdout: '' });
    expect(stderr).toContain('Stopped; nothing was changed.');
  });
});

describe('keysweep audit, beside a centre', () => {
  let stage: Stage;
  async function deployed(config: unknown = CONFIG): Promise<void> {
    stage = await setStage({ organization: smallOrganization(), config });
    desk = await openDesk(stage.organization, config);
  }
  const sweptAnHourAgo = () => stage.sweep({ due: new Date(Date.now() - HOUR) });

  it('judges by its records, and leaves them as they are', async () => {
    await deployed(deleteEverything);
    await rollOutProbe(stage.organization);
    await sweptAnHourAgo();
    stage.organization.journal.clear();

    const { status, stdout, stderr } = await desk.run([...AUDIT, '--out', 'out']);

    expect(status, stderr).toBe(0);
    expect(stdout).toContain('All 2 accounts in scope were swept and checked.');
    expect(stderr).toContain(`judged by the records in ${BUCKET}`);
    expect(desk.writes()).toEqual([]);
    expect(summaryIn('out').keys).toMatchObject({ deleted: 4, exempt: 2 });
  });

  it('ends with 3 where a key that should be gone is active', async () => {
    await deployed(deactivateFirst);
    await rollOutProbe(stage.organization);
    await sweptAnHourAgo();
    const [dave] = stage.keysOf(DEV, 'dave');
    stage.organization.setKeyStatus({ accountId: DEV, userName: 'dave' }, dave ?? '', 'Active');
    const { status, stdout } = await desk.run(AUDIT);
    expect(status).toBe(3);
    expect(stdout).toContain('1 key that should be gone is still active');
  });

  it('ends with 4 where an account cannot be looked into', async () => {
    await deployed(deleteEverything);
    await rollOutProbe(stage.organization);
    await sweptAnHourAgo();
    stage.organization.deleteRole(DEV, ACCOUNT_ROLE);
    const { status } = await desk.run([...AUDIT, '--out', 'out']);
    expect(status).toBe(4);
    expect(stateOf(summaryIn('out'), DEV)).toBe('unreachable');
  });

  it('does not take records for missing that it cannot read', async () => {
    await deployed(deleteEverything);
    stage.organization.faults.add({ operation: 's3:ListObjectsV2', kind: 'AccessDenied' });
    const { status, stdout, stderr } = await desk.run(AUDIT);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain(
      `error evidence-unreadable  the evidence bucket ${BUCKET} could not be read: s3:ListObjectsV2`,
    );
  });

  it('does not trust a bucket of that name that is somebody else’s', async () => {
    await openOther();
    const { status, stderr } = await desk.run(AUDIT);
    expect(status).toBe(1);
    expect(stderr).toContain(`the evidence bucket ${BUCKET} could not be read: s3:ListObjectsV2: AccessDenied`);
  });

  async function openOther(): Promise<void> {
    const organization = LocalOrganization.fromDescription(smallOrganization());
    const everybody = { Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: `arn:aws:s3:::${BUCKET}` } as const;
    const policy = { Version: '2012-10-17', Statement: [everybody] } as const;
    organization.createBucket({ name: BUCKET, accountId: DEV, policy });
    desk = await openDesk(organization, CONFIG);
  }
});

describe('keysweep audit, where it cannot be told what is deployed', () => {
  beforeEach(async () => {
    desk = await openDesk(LocalOrganization.fromDescription(smallOrganization()), CONFIG);
  });

  it.each([
    ['ssm:GetParameter', 'the switch /keysweep/state could not be read: ssm:GetParameter'],
    ['cloudformation:ListStackInstances', 'the StackSet keysweep could not be read: cloudformation:ListStackInstances'],
  ] as const)('fails where %s is refused', async (operation, words) => {
    desk.organization.faults.add({ operation, kind: 'AccessDenied' });
    const { status, stderr } = await desk.run(AUDIT);
    expect(status).toBe(1);
    expect(stderr).toContain(`error evidence-unreadable  ${words}`);
  });

  it('fails where there is a switch and no bucket', async () => {
    desk.organization.putParameter({ accountId: MANAGEMENT, name: '/keysweep/state', value: 'enabled' });
    const { status, stderr } = await desk.run(AUDIT);
    expect(status).toBe(1);
    expect(stderr).toContain(`there is no bucket ${BUCKET}, but the switch /keysweep/state is there`);
  });
});

describe('keysweep audit, with credentials that will not do', () => {
  beforeEach(async () => {
    desk = await openDesk(LocalOrganization.fromDescription(smallOrganization()), CONFIG);
  });

  it('says that there are none', async () => {
    const { status, stderr } = await desk.run(AUDIT, null);
    expect(status).toBe(1);
    expect(stderr).toContain('error organization-unreadable  the organization could not be read: no AWS credentials');
    expect(stderr).toContain('hint: name a profile with --profile, sign in');
    expect(stderr).not.toContain('--organization');
  });

  it('says that they are of an account that may not read the organization', async () => {
    const member = desk.organization.credentials(`arn:aws:iam::${DEV}:role/${ACCOUNT_ROLE}`);
    const { status, stderr } = await desk.run(AUDIT, member);
    expect(status).toBe(1);
    expect(stderr).toContain('organizations:');
    expect(stderr).toContain('hint: the management account or a delegated administrator may');
  });

  it('says that AWS does not take them', async () => {
    const { status, stderr } = await desk.run(AUDIT, { accessKeyId: 'AKIAXXXXXXXXXXXXXXXX', secretAccessKey: 'no' });
    expect(status).toBe(1);
    expect(stderr).toMatch(/AWS does not take the credentials: organizations:DescribeOrganization: \w+/);
  });

  it('says that AWS did not say whose they are', async () => {
    desk.organization.faults.add({ operation: 'sts:GetCallerIdentity', kind: 'AccessDenied' });
    const { status, stderr } = await desk.run(AUDIT);
    expect(status).toBe(1);
    expect(stderr).toContain('error caller-unknown  AWS did not say who is calling: sts:GetCallerIdentity');
  });

  it('ends with 78 for a configuration that does not fit', async () => {
    await desk.close();
    const assignments = { '/': 'weekly', '/Nowhere': 'none' };
    desk = await openDesk(LocalOrganization.fromDescription(smallOrganization()), { ...CONFIG, assignments });
    const { status, stderr } = await desk.run(AUDIT);
    expect(status).toBe(78);
    expect(stderr).toContain('error config-invalid  1 problem');
  });

  it('ends with 64 for a folder that cannot be written to', async () => {
    const { status, stderr } = await desk.run([...AUDIT, '--out', 'keysweep.yaml']);
    expect(status).toBe(64);
    expect(stderr).toContain('error usage  keysweep.yaml cannot be written to');
  });
});

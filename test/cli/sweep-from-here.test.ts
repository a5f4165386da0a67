import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readLatestSummary } from '@keysweep/aggregator';
import { summarySchema, type Summary } from '@keysweep/core';
import { LocalOrganization } from '@keysweep/local-organization';
import { parse } from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deleteEverything, DEV, PROD, smallOrganization, UNTOUCHABLE } from '../flow/small-organization.ts';
import { putCentre } from '../keysweep-roles.ts';
import { rollOutProbe } from '../probe-stack-set.ts';
import { MANAGEMENT, setStage, type Stage } from '../stage.ts';
import { ACCOUNT_ROLE, openDesk, type Desk } from './from-here.ts';

const SWEEP = ['sweep', '--from-here', '--yes'];
const INTO_OUT = [...SWEEP, '--out', 'out'];

let desk: Desk;
afterEach(() => desk.close());

const summaryInOut = (): Summary =>
  parse(summarySchema, JSON.parse(readFileSync(join(desk.folder, 'out/summary.json'), 'utf8')));
const keysOf = (accountId: string, userName: string) => desk.organization.accessKeys(accountId, userName);
const revoked = (): number =>
  desk.organization.journal.count('iam:DeleteAccessKey') + desk.organization.journal.count('iam:UpdateAccessKey');
const plansShown = (stderr: string): number => stderr.split('The plan of weekly').length - 1;
const twoPolicies = {
  ...deleteEverything,
  policies: { ...deleteEverything.policies, watch: { groups: ['Developers'] } },
  assignments: { '/': 'weekly', '/Workloads/Dev': 'watch' },
};

async function sitDown(config: unknown = deleteEverything): Promise<void> {
  desk = await openDesk(LocalOrganization.fromDescription(smallOrganization()), config);
}

describe('keysweep sweep --from-here, where nothing is deployed', () => {
  it('plans, applies exactly that, looks for itself and proves it', async () => {
    await sitDown();
    const { status, stdout, stderr } = await desk.run(INTO_OUT);

    expect(status, stderr).toBe(0);
    expect(stdout).toContain('All 2 accounts in scope were swept and checked.');
    expect([keysOf(PROD, 'alice'), keysOf(PROD, 'bob'), keysOf(DEV, 'dave')]).toEqual([[], [], []]);
    for (const name of UNTOUCHABLE) expect(keysOf(PROD, name)).toHaveLength(1);
    expect(summaryInOut()).toMatchObject({ verdict: 'compliant', keys: { deleted: 4, exempt: 2, kept: 1 } });
    expect(desk.writes().filter((operation) => operation !== 'iam:DeleteAccessKey')).toEqual([]);
  });

  it('shows the plan before it acts, and says what does not protect here', async () => {
    await sitDown();
    const { stderr } = await desk.run(INTO_OUT);
    expect(stderr).toMatch(/^ {2}Prod \(222222222222\) +3 +0 +2 +0$/m);
    expect(stderr).toMatch(/^ {2}2 accounts of 2 +4 +0 +2 +0$/m);
    expect(stderr).toContain('the Deny of IAM by which the deployed agent’s own role keeps its hands off exempt users');
    expect(stderr).toContain('Nothing of keysweep is deployed in 111111111111 (us-east-1), so there is no switch');
    expect(stderr.indexOf('The plan of weekly')).toBeLessThan(stderr.indexOf('applying and auditing'));
  });

  it('has nothing left to do the second time, nor for an audit to find', async () => {
    await sitDown();
    await desk.run(INTO_OUT);
    desk.organization.journal.clear();
    const second = await desk.run(INTO_OUT);
    expect(second.status).toBe(0);
    expect(second.stderr).toContain('0 keys revoked');
    expect(second.stderr).not.toContain('The plan of weekly');
    expect(revoked()).toBe(0);
    const audit = await desk.run(['audit', '--role-name', ACCOUNT_ROLE, '--out', 'out']);
    expect(audit.status, audit.stdout).toBe(0);
  });

  it('prints the summary as JSON, and words elsewhere', async () => {
    await sitDown();
    const { stdout, stderr } = await desk.run([...INTO_OUT, '--output', 'json', '--quiet']);
    expect(parse(summarySchema, JSON.parse(stdout)).verdict).toBe('compliant');
    expect(stderr).not.toContain('planning');
    // What is to be confirmed is shown all the same.
    expect(stderr).toContain('The plan of weekly');
  });

  it('leaves accounts of other policies alone, and does not call them covered', async () => {
    await sitDown(twoPolicies);
    const { status } = await desk.run([...INTO_OUT, '--policy', 'weekly']);
    expect(status).toBe(4);
    expect(keysOf(DEV, 'dave')).toHaveLength(1);
    expect(summaryInOut().states).toMatchObject({ compliant: 1, 'not-deployed': 1 });
  });

  it('sweeps the caller’s own account with the caller’s own credentials', async () => {
    await sitDown({ ...deleteEverything, managementAccount: 'weekly' });
    const olivia = { name: 'olivia', groups: ['Developers'], password: true, keys: [{ age: '9d' }] };
    for (const group of ['Developers', 'BreakGlass']) desk.organization.addGroup(MANAGEMENT, group);
    desk.organization.addUser(MANAGEMENT, olivia);
    const { status, stdout, stderr } = await desk.run(INTO_OUT);
    expect(status, stdout + stderr).toBe(0);
    expect(keysOf(MANAGEMENT, 'olivia')).toEqual([]);
  });

  it('calls an account unreachable whose role lets nobody in, and sweeps the others', async () => {
    await sitDown();
    desk.organization.deleteRole(DEV, ACCOUNT_ROLE);
    const { status, stderr } = await desk.run(INTO_OUT);
    expect(status).toBe(4);
    expect(stderr).toContain('warning  no plan of Dev (333333333333): ');
    expect(keysOf(PROD, 'alice')).toEqual([]);
    expect(keysOf(DEV, 'dave')).toHaveLength(1);
    expect(summaryInOut().states).toMatchObject({ compliant: 1, unreachable: 1 });
    // In the second pass nothing new is to be confirmed.
    expect(plansShown(stderr)).toBe(1);
  });

  it('shows a plan that came with the second pass by itself, and only then applies it', async () => {
    await sitDown();
    desk.organization.faults.add({ operation: 'sts:AssumeRole', accountId: DEV, kind: 'AccessDenied', calls: [1] });
    const { status, stderr } = await desk.run(INTO_OUT);
    expect(status, stderr).toBe(0);
    expect(plansShown(stderr)).toBe(2);
    expect(stderr).toMatch(/^ {2}1 account of 1 +1 +0 +0 +0$/m);
    expect(keysOf(DEV, 'dave')).toEqual([]);
  });

  it('ends with 4 where a key could not be deleted', async () => {
    await sitDown();
    desk.organization.faults.add({ operation: 'iam:DeleteAccessKey', accountId: DEV, kind: 'AccessDenied' });
    const { status } = await desk.run(INTO_OUT);
    expect(status).toBe(4);
    expect(summaryInOut()).toMatchObject({ states: { incomplete: 1 }, keys: { deleted: 3, failed: 1 } });
  });

  it('holds where the plan needs more than the organization allows, with 5', async () => {
    await sitDown({ ...deleteEverything, maximumRevocationsOrganization: 3 });
    const { status, stderr } = await desk.run(INTO_OUT);
    expect(status).toBe(5);
    expect(stderr).toContain('HELD: 4 revocations are planned; this run may do at most 3');
    expect(revoked()).toBe(0);
  });

  it('does not take away the key that it works with', async () => {
    await sitDown({ ...deleteEverything, managementAccount: 'weekly' });
    const admin = { name: 'kim', groups: ['Developers'], password: true, keys: [{ age: '9d' }], allows: ['*'] };
    for (const group of ['Developers', 'BreakGlass']) desk.organization.addGroup(MANAGEMENT, group);
    desk.organization.addUser(MANAGEMENT, admin);
    const kim = desk.organization.credentials({ accountId: MANAGEMENT, userName: 'kim' });
    const { status, stderr } = await desk.run(INTO_OUT, kim);
    expect(status).toBe(5);
    expect(stderr).toContain('the key of whoever sweeps: use a role');
    expect(revoked()).toBe(0);
  });
});

describe('keysweep sweep --from-here, asked for what it will not do', () => {
  beforeEach(() => sitDown(twoPolicies));

  it.each([
    ['in two ways at once', [...SWEEP, '--here'], '--from-here and --here are two different things'],
    ['with what is for an approval', [...SWEEP, '--reason', 'x'], '--reason means nothing here'],
    ['without a yes and without a terminal', ['sweep', '--from-here'], 'and there is no terminal to ask at'],
    ['with --no-input', ['sweep', '--from-here', '--no-input'], 'and --no-input forbids to ask'],
  ])('%s, it ends with 64 before it asks AWS for anything', async (_, args, words) => {
    const { status, stderr } = await desk.run(args);
    expect(status).toBe(64);
    expect(stderr).toContain(words);
    expect(desk.organization.journal.entries()).toEqual([]);
  });

  it.each([
    ['a policy that is not there', [...INTO_OUT, '--policy', 'weekley'], 'did you mean "weekly"?'],
    ['no policy, of several', INTO_OUT, 'there are: watch, weekly'],
    ['no place for its evidence', [...SWEEP, '--policy', 'weekly'], 'without evidence nothing is revoked'],
    [
      'a run that never began',
      [...INTO_OUT, '--policy', 'weekly', '--run', '20261120T235500Z'],
      'there is no run 20261120T235500Z of weekly',
    ],
  ])('%s ends with 64, and nothing is changed', async (_, args, words) => {
    const { status, stderr } = await desk.run(args);
    expect(status).toBe(64);
    expect(stderr).toContain(words);
    expect(desk.writes()).toEqual([]);
  });

  it('a run whose id is none ends with 1', async () => {
    const { status, stderr } = await desk.run([...INTO_OUT, '--policy', 'weekly', '--run', 'last']);
    expect(status).toBe(1);
    expect(stderr).toContain('error run-invalid  last is not the id of a run');
  });
});

describe('keysweep sweep --from-here, beside a centre', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await setStage({ organization: smallOrganization(), config: deleteEverything });
    await rollOutProbe(stage.organization);
    desk = await openDesk(stage.organization, deleteEverything);
  });
  const turnSwitch = (value: string): void =>
    stage.organization.putParameter({ accountId: MANAGEMENT, name: '/keysweep/state', value });

  it('leaves its evidence where the centre finds it, and the next run has nothing to do', async () => {
    const { status, stderr } = await desk.run(SWEEP);
    expect(status, stderr).toBe(0);
    expect(stage.keysOf(PROD, 'alice')).toEqual([]);
    const latest = await readLatestSummary(stage.newCentre().evidence);
    expect(latest).toMatchObject({ state: 'known', value: { verdict: 'compliant', runs: [{ state: 'finished' }] } });
    expect(await stage.summary()).toMatchObject({ verdict: 'compliant', keys: { deleted: 4 } });
    expect((await stage.sweep({ due: new Date(Date.now() + 1000) })).revocations).toBe(0);
  });

  it.each([
    ['paused', () => turnSwitch('{"state":"paused","reason":"incident 7","by":"kim"}'), 'paused by kim: incident 7'],
    ['neither', () => turnSwitch('maybe'), 'the switch could not be read'],
    [
      'unreadable',
      () => stage.organization.faults.add({ operation: 'ssm:GetParameter', kind: 'AccessDenied' }),
      'the switch could not be read: AccessDenied',
    ],
  ])('holds where the switch is %s, with 5', async (_, turn, words) => {
    turn();
    const { status, stderr } = await desk.run(SWEEP);
    expect(status).toBe(5);
    expect(stderr).toContain(words);
    expect(revoked()).toBe(0);
  });

  it('is held where the bucket is there and the switch is gone', async () => {
    await desk.close();
    await sitDown();
    putCentre(desk.organization);
    const { status, stderr } = await desk.run(SWEEP);
    expect(status).toBe(5);
    expect(stderr).toContain('HELD: the switch is missing');
    expect(revoked()).toBe(0);
  });

  it('that breaks off says how to go on, and then does', async () => {
    const isGate = ({ Key: key }: Readonly<Record<string, unknown>>): boolean => String(key).endsWith('gate-1.json');
    stage.organization.faults.add({ operation: 's3:PutObject', kind: 'AccessDenied', matches: isGate });
    const { status, stderr } = await desk.run(SWEEP);
    expect(status).toBe(1);
    expect(revoked()).toBe(0);
    const [, run = ''] = /To go on with it: keysweep sweep --from-here --policy weekly --run (\S+)/.exec(stderr) ?? [];
    stage.organization.faults.clear();
    expect((await desk.run([...SWEEP, '--run', run])).status).toBe(0);
    expect(revoked()).toBe(4);
  });

  it('revokes nothing where the evidence cannot be written', async () => {
    stage.organization.faults.add({ operation: 's3:PutObject', kind: 'AccessDenied' });
    const { status, stderr } = await desk.run(SWEEP);
    expect(status).toBe(1);
    expect(stderr).toContain('error evidence-unwritable');
    expect(stderr).not.toContain('To go on with it');
    expect(revoked()).toBe(0);
  });
});

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { organizationPlanSchema, type OrganizationPlan } from '@keysweep/core';
import { LocalOrganization } from '@keysweep/local-organization';
import { parse } from 'valibot';
import { afterEach, describe, expect, it } from 'vitest';
import { snapshotText } from '../../apps/cli/src/organization/snapshot-text.ts';
import { deactivateFirst, deleteEverything, DEV, PROD, smallOrganization } from '../flow/small-organization.ts';
import { rollOutProbe } from '../probe-stack-set.ts';
import { MANAGEMENT, setStage, type Stage } from '../stage.ts';
import { ACCOUNT_ROLE, openDesk, type Desk } from './from-here.ts';

const PLAN = ['plan', '--role-name', ACCOUNT_ROLE];
const JSON_PLAN = [...PLAN, '--output', 'json'];
const HOUR = 3_600_000;

let desk: Desk;
afterEach(() => desk.close());

async function sitDown(config: unknown = deleteEverything): Promise<LocalOrganization> {
  const organization = LocalOrganization.fromDescription(smallOrganization());
  desk = await openDesk(organization, config);
  return organization;
}
const planIn = (stdout: string): OrganizationPlan => parse(organizationPlanSchema, JSON.parse(stdout));
const decisionsIn = (plan: OrganizationPlan): string[] =>
  plan.accounts.flatMap(({ look }) =>
    look.state === 'taken' ? look.keys.map(({ userName, decision }) => `${userName} ${decision}`) : [],
  );
/** Days of the real clock become words: a transcript is the same tomorrow. */
const dateless = (text: string): string =>
  text
    .replaceAll(/\b\d{1,2} [A-Z][a-z]{2,3} 20\d\d/g, '<day>')
    .replace(/, \w+ \d+ \w+ 20\d\d, \d\d:\d\d UTC/, ', <now>');

describe('keysweep plan, where nothing is deployed', () => {
  it('says key by key what sweeps would do, and changes nothing', async () => {
    await sitDown();
    const { status, stdout, stderr } = await desk.run(PLAN);
    expect(status, stderr).toBe(0);
    await expect(dateless(stdout)).toMatchFileSnapshot('plan-small.golden.txt');
    expect(stderr).toContain('planning: 2 accounts');
    expect(stderr).toContain('Nothing was changed in AWS.');
    expect(desk.writes()).toEqual([]);
  });

  it('as JSON is one document, and nothing else is on stdout', async () => {
    await sitDown();
    const plan = planIn((await desk.run(JSON_PLAN)).stdout);
    expect(plan.centre).toEqual({ state: 'not-deployed' });
    expect(plan.totals).toEqual({
      keys: { keep: 1, exempt: 2, unknown: 0, deactivate: 0, delete: 4, refused: 0, observed: 0 },
      accounts: { planned: 2, changed: 2, refused: 0, unread: 0, partlyRead: 0, withoutAgent: 2, leftOut: 1 },
    });
    expect(decisionsIn(plan).sort()).toEqual([
      'alice delete',
      'alice delete',
      'bob delete',
      'carol exempt',
      'ci keep',
      'dave delete',
      'glass exempt',
    ]);
    expect(plan.leftOut).toMatchObject([{ accountId: MANAGEMENT, fate: 'excluded' }]);
    expect(plan.gates).toMatchObject([{ policy: 'weekly', verdict: 'open', revocations: 4 }]);
  });

  it('as CSV has a row for every key, masked, and one for every read that failed', async () => {
    const organization = await sitDown();
    organization.faults.add({ operation: 'iam:GetCredentialReport', accountId: PROD, kind: 'AccessDenied' });
    organization.deleteRole(DEV, ACCOUNT_ROLE);
    const { status, stdout } = await desk.run([...PLAN, '--output', 'csv']);
    expect(status).toBe(4);
    const [heading, ...rows] = stdout.trim().split('\n');
    expect(heading).toMatch(/^account_id,account_name,organizational_unit,policy,agent,user,access_key,status,/);
    expect(rows).toHaveLength(8);
    expect(stdout).not.toMatch(/AKIA/);
    expect(rows.at(-1)).toContain('credential report: iam:GetCredentialReport: AccessDenied');
    expect(rows.find((row) => row.startsWith(DEV))).toContain('could not be looked into: sts:AssumeRole: AccessDenied');
  });

  it.each([
    [[], 0],
    [['--detailed-exitcode'], 2],
    [['--detailed-exitcode', '--ou', '/Workloads/Dev'], 2],
  ])('with %j ends with %i where keys would go', async (args, code) => {
    await sitDown();
    expect((await desk.run([...PLAN, ...args])).status).toBe(code);
  });

  it('ends with 0 where nothing would change, and says what a policy would do that only observes', async () => {
    await sitDown({ ...deleteEverything, policies: { weekly: { groups: ['Developers'], action: 'observe' } } });
    const { status, stdout } = await desk.run([...PLAN, '--detailed-exitcode']);
    expect(status).toBe(0);
    expect(stdout).toContain('weekly: 2 accounts, 5 kept, 1 exempt; it only observes: 4 keys would go if it deleted');
    expect(stdout).toContain('Plan: nothing to do in 2 accounts; 5 to keep, 1 exempt');
  });

  it('ends with 4 where an account could not be read, and keeps the others', async () => {
    const organization = await sitDown();
    organization.deleteRole(DEV, ACCOUNT_ROLE);
    const { status, stdout } = await desk.run([...PLAN, '--detailed-exitcode']);
    expect(status).toBe(4);
    expect(stdout).toContain('? could not be looked into: sts:AssumeRole: AccessDenied');
    expect(stdout).toMatch(/Plan: 3 to delete in 1 of 2 accounts; .*; 1 account could\s+not be read\./);
  });

  it('ends with 4 where a group could not be read', async () => {
    const organization = await sitDown();
    organization.faults.add({ operation: 'iam:GetGroup', accountId: DEV, kind: 'AccessDenied' });
    const { status, stdout } = await desk.run(PLAN);
    expect(status).toBe(4);
    expect(stdout).toContain('? included group Administrators could not be read: iam:GetGroup: AccessDenied');
    expect(stdout).toMatch(/1 account could not be read in\s+full/);
  });

  it('says what would be refused as a whole, and a run that would be held', async () => {
    const policies = { weekly: { ...deleteEverything.policies.weekly, maximumRevocations: 2 } };
    await sitDown({ ...deleteEverything, policies });
    expect((await desk.run(PLAN)).stdout).toContain('! refused as a whole: 3 revocations planned, at most 2 allowed');
    writeFileSync(
      join(desk.folder, 'keysweep.yaml'),
      JSON.stringify({ ...deleteEverything, maximumRevocationsOrganization: 3 }),
    );
    const plan = planIn((await desk.run(JSON_PLAN)).stdout);
    expect(plan.gates).toMatchObject([{ verdict: 'held', limit: 3, revocations: 4 }]);
    // Of a part of the accounts nobody can say what the gate would.
    expect(planIn((await desk.run([...JSON_PLAN, '--account', DEV])).stdout).gates).toEqual([]);
  });

  it.each([
    [['--account', DEV], [DEV]],
    [
      ['--ou', '/Workloads'],
      [DEV, PROD],
    ],
    [['--ou', '/Workloads/Prod', '/Workloads/Dev', '--account', PROD], [PROD]],
    [
      ['--policy', 'weekly'],
      [DEV, PROD],
    ],
  ])('looks into no others than %j', async (args, accounts) => {
    const organization = await sitDown();
    const plan = planIn((await desk.run([...JSON_PLAN, ...args])).stdout);
    expect(plan.accounts.map(({ accountId }) => accountId)).toEqual(accounts);
    expect(organization.journal.count('sts:AssumeRole')).toBe(accounts.length);
  });

  it.each([
    [['--policy', 'wekly'], 'there is no policy wekly', 'did you mean "weekly"?'],
    [['--ou', '/Workload/Prod'], 'there is no OU /Workload/Prod', 'did you mean "/Workloads/Prod"?'],
    [['--account', '333333333334'], 'there is no account 333333333334', `did you mean "${DEV}"?`],
  ])('refuses %j with 64 and says what may have been meant', async (args, words, hint) => {
    await sitDown();
    const { status, stdout, stderr } = await desk.run([...PLAN, ...args]);
    expect({ status, stdout }).toEqual({ status: 64, stdout: '' });
    expect(stderr).toContain(words);
    expect(stderr).toContain(hint);
  });

  it('writes the plan to a file as JSON, and prints the table', async () => {
    await sitDown();
    const { stdout } = await desk.run([...PLAN, '--out', 'plan.json']);
    expect(stdout).toContain('Plan: 4 to delete');
    expect(planIn(readFileSync(join(desk.folder, 'plan.json'), 'utf8')).totals.keys.delete).toBe(4);
    expect(readdirSync(desk.folder).sort()).toEqual(['keysweep.yaml', 'plan.json']);
    const { status, stderr } = await desk.run([...PLAN, '--out', 'no/such/folder/plan.json']);
    expect(status).toBe(64);
    expect(stderr).toContain('no/such/folder/plan.json cannot be written to');
  });

  it('takes the organization from a snapshot', async () => {
    const organization = await sitDown();
    const { stdout } = await desk.run(['snapshot', '--region', 'us-east-1']);
    writeFileSync(join(desk.folder, 'organization.json'), snapshotText(JSON.parse(stdout)));
    organization.journal.clear();
    const { status } = await desk.run([...PLAN, '--organization', 'organization.json']);
    expect(status).toBe(0);
    expect(organization.journal.count('organizations:*')).toBe(0);
  });

  it('without a role to name, says that the audit role is for the centre alone', async () => {
    await sitDown();
    const { status, stderr } = await desk.run(['plan']);
    expect(status).toBe(4);
    expect(stderr).toContain('warning  keysweep-audit let us into 0 of 2 accounts');
  });

  it('with --quiet says nothing but what it prints', async () => {
    await sitDown();
    expect((await desk.run([...PLAN, '--quiet'])).stderr).toBe('');
  });

  it('told to stop, stops with 130 and leaves no half of a file', async () => {
    const organization = await sitDown();
    organization.faults.add({ operation: 'iam:ListAccessKeys', kind: 'delay', delayMilliseconds: 60_000 });
    const beside = desk.start([...PLAN, '--out', 'plan.json']);
    await beside.hears('planning: 2 accounts');
    beside.signal('SIGINT');
    const { status, stderr } = await beside.ended;
    expect(status).toBe(130);
    expect(stderr).toContain('Stopped; nothing was changed.');
    expect(existsSync(join(desk.folder, 'plan.json'))).toBe(false);
    expect(readdirSync(desk.folder)).toEqual(['keysweep.yaml']);
  });
});

describe('keysweep plan, beside a centre', () => {
  async function deployed(config: unknown): Promise<Stage> {
    const stage = await setStage({ organization: smallOrganization(), config });
    desk = await openDesk(stage.organization, config);
    return stage;
  }

  function putLedger(stage: Stage, accountId: string, entries: Record<string, string>): void {
    const body = Buffer.from(JSON.stringify({ schema: 'keysweep/ledger/1', accountId, entries }));
    stage.organization.putObject({ bucket: stage.bucket, key: `ledger/account=${accountId}.json`, body });
  }

  it('knows since when keys are inactive, by the ledger', async () => {
    const stage = await deployed(deactivateFirst);
    await rollOutProbe(stage.organization);
    const inactiveSince = new Date(Date.now() - 8 * 24 * HOUR).toISOString();
    const [bob = ''] = stage.keysOf(PROD, 'bob');
    putLedger(stage, PROD, { [bob]: inactiveSince });
    const { status, stdout } = await desk.run(JSON_PLAN);
    expect(status).toBe(0);
    const plan = planIn(stdout);
    expect(plan.centre).toMatchObject({ state: 'deployed', switch: { state: 'enabled' } });
    expect(plan.accounts.map(({ agent }) => agent)).toEqual(['current', 'current']);
    expect(plan.accounts.map(({ look }) => look.state === 'taken' && look.ledger)).toEqual(['known', 'known']);
    expect(decisionsIn(plan)).toContain('bob delete');
    expect(decisionsIn(plan)).toContain('alice deactivate');
  });

  it('says so where the ledger cannot be read: such keys are unknown', async () => {
    const stage = await deployed(deactivateFirst);
    await rollOutProbe(stage.organization);
    stage.organization.faults.add({ operation: 's3:GetObject', kind: 'AccessDenied' });
    const { status, stdout } = await desk.run(JSON_PLAN);
    expect(status).toBe(4);
    const plan = planIn(stdout);
    expect(decisionsIn(plan)).toContain('bob unknown');
    expect(plan.gates).toMatchObject([{ reasons: ['the policy’s last runs could not be read'] }]);
  });

  it('says what it does not know where the bucket is shut, and which accounts have no agent', async () => {
    const stage = await deployed(deactivateFirst);
    await rollOutProbe(stage.organization, [DEV]);
    const open = planIn((await desk.run(JSON_PLAN)).stdout);
    expect(open.accounts.map(({ agent }) => agent)).toEqual(['none', 'current']);
    stage.organization.faults.add({ operation: 's3:ListObjectsV2', kind: 'AccessDenied' });
    const { stdout, stderr } = await desk.run(JSON_PLAN);
    const shut = planIn(stdout);
    expect(shut.centre).toMatchObject({ state: 'unread' });
    expect(shut.accounts.map(({ agent }) => agent)).toEqual(['unknown', 'unknown']);
    expect(stderr).toContain('warning  The centre could not be seen: the evidence bucket');
  });

  it('says that sweeps are paused', async () => {
    const stage = await deployed(deleteEverything);
    const value = JSON.stringify({ state: 'paused', reason: 'change freeze', by: 'kim' });
    stage.organization.putParameter({ accountId: MANAGEMENT, name: '/keysweep/state', value });
    expect((await desk.run(PLAN)).stdout).toContain('Sweeps are PAUSED by kim: change freeze.');
  });
});

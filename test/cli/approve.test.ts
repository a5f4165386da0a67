import { summarySchema, type History } from '@keysweep/core';
import { parse } from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { heldByLimit } from '../flow/held-run.ts';
import { DEV, PROD, UNTOUCHABLE } from '../flow/small-organization.ts';
import { MANAGEMENT } from '../stage.ts';
import { openDeployedDesk, type DeployedDesk } from './deployed-desk.ts';

const APPROVE = ['sweep', '--approve', 'latest', '--reason', 'the first step', '--yes'];

let desk: DeployedDesk;
let heldRun: string;
beforeEach(async () => {
  desk = await openDeployedDesk(heldByLimit);
  const due = new Date(Math.floor(Date.now() / 1000) * 1000 - 3_600_000);
  heldRun = (await desk.stage.sweep({ due })).runId;
  desk.organization.journal.clear();
});
afterEach(() => desk.close());

const keysOf = (accountId: string, userName: string) => desk.organization.accessKeys(accountId, userName);
const revoked = (): number => desk.organization.journal.count('iam:DeleteAccessKey');
/** Executions that somebody started, and not the state machine itself. */
const started = (): number =>
  desk.organization.journal
    .entries('states:StartExecution')
    .filter(({ principalArn }) => principalArn?.includes('keysweep-operator') === true).length;
async function history(): Promise<History['runs']> {
  const stored = await desk.stage.newCentre().evidence.get('history/policy=weekly.json');
  return stored.state === 'known' ? (JSON.parse(stored.value.body) as History).runs : [];
}

describe('keysweep sweep --approve', () => {
  it('shows what was held, lets exactly that be done, and follows it', async () => {
    const { status, stdout, stderr } = await desk.run(APPROVE, desk.olivia);
    expect(status, stderr).toBe(0);
    expect(desk.told(stderr)).toBe(`You are <olivia>, in 111111111111 (us-east-1).
The run <run> of weekly was held: 4 revocations are planned; this run may do at most 1
It had planned 4 revocations. What is left of them:
  Account              delete  deactivate
  Prod (222222222222)       3           0
  Dev (333333333333)        1           0
  2 accounts                4           0
Ages and days count to <then>; keys made since are not of it. Agents look again first, and only ever spare.
The run <run> of weekly, by <execution>.
The gate is open for 4 revocations.
The run <run> of weekly is finished: 4 keys revoked.
`);
    expect(stdout).toContain('All 2 accounts in scope were swept and checked.');
    expect([keysOf(PROD, 'alice'), keysOf(DEV, 'dave')]).toEqual([[], []]);
    for (const name of UNTOUCHABLE) expect(keysOf(PROD, name)).toHaveLength(1);
    const [approved] = await history();
    const by = expect.stringMatching(/^arn:aws:sts::111111111111:assumed-role\/keysweep-operator\//);
    expect(approved).toMatchObject({ state: 'finished', approves: { runId: heldRun, reason: 'the first step', by } });

    const again = await desk.run(['sweep', '--approve', heldRun, ...APPROVE.slice(3)], desk.olivia);
    expect(again.status).toBe(1);
    expect(desk.told(again.stderr))
      .toBe(`error approval-refused  the run <run> was approved by <olivia>, as the run <run>: the first step
  hint: to see what became of it: keysweep sweep --follow <run> --policy weekly
`);
    expect(again.stderr).toContain(`--follow ${approved?.runId}`);
    expect(started()).toBe(1);
  });

  it('prints the summary as JSON, and shows what is approved all the same', async () => {
    const { status, stdout, stderr } = await desk.run([...APPROVE, '--output', 'json', '--quiet'], desk.olivia);
    expect(status, stderr).toBe(0);
    expect(parse(summarySchema, JSON.parse(stdout))).toMatchObject({ runs: [{ approves: { runId: heldRun } }] });
    expect(stderr).toContain('Prod (222222222222)       3           0');
    expect(stderr).not.toContain('planning');
  });

  it('says in the words of the centre why it refuses', async () => {
    await desk.stage.sweep({ due: new Date(Date.now() - 60_000) });
    const { status, stderr } = await desk.run(['sweep', '--approve', heldRun, '--reason', 'x', '--yes'], desk.olivia);
    expect(status, stderr).toBe(1);
    expect(desk.told(stderr)).toContain(
      'error approval-refused  the run <run> has begun since <run> was held: nothing was revoked; the next run plans anew',
    );
    expect(stderr).toContain('hint: nothing was revoked by this approval');
    expect(revoked()).toBe(0);
  });

  it('ends with 5 where it is held in its turn, and can be approved again', async () => {
    const value = '{"state":"paused","reason":"incident 7","by":"kim"}';
    desk.organization.putParameter({ accountId: MANAGEMENT, name: '/keysweep/state', value });
    const { status, stderr } = await desk.run(APPROVE, desk.olivia);
    expect(status, stderr).toBe(5);
    expect(stderr).toContain(
      'warning  Sweeps are paused by kim: incident 7. The run is going to plan, and to be held.',
    );
    desk.organization.putParameter({ accountId: MANAGEMENT, name: '/keysweep/state', value: 'enabled' });
    const second = await desk.run(APPROVE, desk.olivia);
    expect(second.status, second.stderr).toBe(0);
    expect(keysOf(DEV, 'dave')).toEqual([]);
  });

  it('says of a plan that cannot be read that nothing is done there', async () => {
    desk.organization.faults.add({
      operation: 's3:GetObject',
      kind: 'AccessDenied',
      matches: ({ Key: key }) => String(key).endsWith(`plans/account=${DEV}.json`),
    });
    const { stderr } = await desk.run([...APPROVE, '--no-follow'], desk.olivia);
    expect(stderr).toContain('  Dev (333333333333)        ?           ?');
    expect(stderr).toContain('The plans of 1 account cannot be read: nothing is done there.');
    desk.organization.faults.clear();
  });
});

describe('keysweep sweep --approve, where that cannot be', () => {
  it.each<[string, () => string[], number, string]>([
    ['without a reason', () => ['sweep', '--approve', heldRun, '--yes'], 64, 'an approval says with --reason why'],
    ['without a yes', () => ['sweep', '--approve', heldRun, '--reason', 'x'], 64, 'nothing is started without a yes'],
    [
      'of a run that never was',
      () => ['sweep', '--approve', '20260101T000000Z', '--reason', 'x', '--yes'],
      1,
      'error approval-refused  the run 20260101T000000Z of weekly is not held',
    ],
    ['of no run', () => ['sweep', '--approve', 'it', '--reason', 'x', '--yes'], 1, 'it is not the id of a run'],
  ])('%s', async (_, args, code, words) => {
    const { status, stderr } = await desk.run(args(), desk.olivia);
    expect(status, stderr).toBe(code);
    expect(stderr).toContain(words);
    expect(started()).toBe(0);
  });
});

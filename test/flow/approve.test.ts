import { describeHeldRun, summariseOrganization } from '@keysweep/aggregator';
import { evidenceKeys, runIdOf, type AccountPlan, type AccountReport, type Gate, type History } from '@keysweep/core';
import { afterEach, describe, expect, it } from 'vitest';
import type { Stage } from '../stage.ts';
import {
  approval,
  approve,
  approvedRun,
  heldAt,
  heldByLimit,
  heldRun,
  HOUR,
  reconfigured,
  stageHeldRun,
  stored,
  turn,
} from './held-run.ts';
import { DEV, PROD, UNTOUCHABLE } from './small-organization.ts';

const DAVE = { accountId: DEV, userName: 'dave' };
const ALICE = { accountId: PROD, userName: 'alice' };
const BOB = { accountId: PROD, userName: 'bob' };

let stage: Stage;
afterEach(() => stage.organization.close());

const inAccount = async (id: string) => (await stage.summary()).accounts.find(({ accountId }) => accountId === id);
const pausedUntilHeld = (held: Stage) => {
  turn(held, 'paused');
  return () => turn(held, 'enabled');
};
const ordersTo = (accountId: string) => stage.organization.journal.count({ operation: 'lambda:Invoke', accountId });

describe('a held run that is approved', () => {
  it('revokes exactly what it had planned, and asks no agent for another plan', async () => {
    stage = await stageHeldRun();

    expect(await approve(stage)).toMatchObject({ state: 'finished', revocations: 4 });

    for (const name of ['alice', 'bob']) expect(stage.keysOf(PROD, name)).toEqual([]);
    expect(stage.keysOf(DEV, 'dave')).toEqual([]);
    for (const name of UNTOUCHABLE) expect(stage.keysOf(PROD, name)).toHaveLength(1);
    expect([ordersTo(PROD), ordersTo(DEV)]).toEqual([1, 1]);
    expect(await stage.summary()).toMatchObject({ verdict: 'compliant', states: { compliant: 2 } });
  });

  it('says everywhere by whom, why, and which; its ages count as of the run that was held', async () => {
    stage = await stageHeldRun();
    await approve(stage);

    const terms = await stored(stage, evidenceKeys.terms(approvedRun));
    expect(terms).toMatchObject({ approves: approval, asOf: heldAt.toISOString() });
    const gate = await stored<Gate>(stage, evidenceKeys.gate(approvedRun, 1));
    expect(gate).toMatchObject({ verdict: 'open', approves: approval, limit: 4, totals: { revocations: 4 } });
    const { runs } = await stored<History>(stage, evidenceKeys.history('weekly'));
    expect(runs).toMatchObject([
      { runId: approvedRun.runId, state: 'finished', revocations: 4, approves: approval },
      { runId: heldRun.runId, state: 'held', revocations: 0, approves: null },
    ]);
    expect(runs[0]?.at).toBe(new Date(heldAt.getTime() + 8 * HOUR).toISOString());
    expect(await stored(stage, evidenceKeys.approval(heldRun))).toMatchObject({
      ...{ by: 'olivia', reason: 'the first step', approvedAs: approvedRun.runId },
    });
    const plans = [heldRun, approvedRun].map((run) =>
      stored<AccountPlan>(stage, evidenceKeys.account(run, 'plans', PROD)),
    );
    const [then, now] = await Promise.all(plans);
    expect(now).toEqual({ ...then, runId: approvedRun.runId });
    const report = await stored<AccountReport>(stage, evidenceKeys.account(approvedRun, 'reports', PROD));
    expect(report.asOf).toBe(heldAt.toISOString());
  });

  it('can be looked at before: what it would do, account by account', async () => {
    stage = await stageHeldRun();
    expect(await describeHeldRun(heldRun, stage.newCentre())).toEqual({
      ...heldRun,
      asOf: heldAt.toISOString(),
      reasons: ['4 revocations are planned; this run may do at most 1'],
      totals: { plans: 2, accountsChanged: 2, accountsRefused: 0, revocations: 4 },
      limit: 1,
      approved: null,
      accounts: [
        { accountId: PROD, name: 'Prod', planned: { deactivate: 0, delete: 3 } },
        { accountId: DEV, name: 'Dev', planned: { deactivate: 0, delete: 1 } },
      ],
    });
    await approve(stage);
    expect(await describeHeldRun(heldRun, stage.newCentre())).toMatchObject({ approved: { by: 'olivia' } });
    await expect(describeHeldRun(approvedRun, stage.newCentre())).rejects.toMatchObject({ code: 'approval-refused' });
    await expect(describeHeldRun({ ...heldRun, runId: '20200101T000000Z' }, stage.newCentre())).rejects.toMatchObject({
      code: 'approval-refused',
    });
  });

  it('counts for the jump of the next run', async () => {
    const config = { ...heldByLimit, maximumRevocationsOrganization: 2000 };
    stage = await stageHeldRun({ config }, pausedUntilHeld);
    await approve(stage);
    const due = new Date(heldAt.getTime() + 8.5 * HOUR);
    await stage.sweep({ due });
    const gates = [approvedRun, { policy: 'weekly', runId: runIdOf(due) }].map((run) =>
      stored<Gate>(stage, evidenceKeys.gate(run, 1)),
    );
    expect(await Promise.all(gates)).toMatchObject([
      { approves: approval, limit: 4 },
      { approves: null, limit: 50 },
    ]);
  });
});

describe('what has changed since it was held', () => {
  it('is spared by the agents, and nothing that came since is touched', async () => {
    stage = await stageHeldRun();
    const { organization } = stage;
    organization.deleteAccessKey(ALICE, stage.keysOf(PROD, 'alice')[0] ?? '');
    const { accessKeyId } = organization.createAccessKey(ALICE);
    organization.tagUser(BOB, { 'keysweep-exempt': 'on leave' });
    organization.removeUserFromGroup(DAVE, 'Developers');

    expect(await approve(stage)).toMatchObject({ state: 'finished', revocations: 1 });

    expect(stage.keysOf(PROD, 'alice')).toEqual([accessKeyId]);
    expect(stage.keysOf(PROD, 'bob')).toHaveLength(1);
    expect(stage.keysOf(DEV, 'dave')).toHaveLength(1);
    const summary = await stage.summary();
    expect(summary.keys).toMatchObject({ deleted: 1, 'already-gone': 1, refused: 2 });
    expect(summary.states).toMatchObject({ compliant: 2 });
  });

  it('is not called clean where it came into scope: it is overdue, and contradicts no agent', async () => {
    stage = await stageHeldRun();
    stage.organization.addUser(PROD, { name: 'zoe', groups: ['Developers'], password: true, keys: [{ age: '90d' }] });

    await approve(stage);

    expect(stage.keysOf(PROD, 'zoe')).toHaveLength(1);
    expect(await inAccount(PROD)).toMatchObject({
      state: 'non-compliant',
      why: '1 overdue key, 0 disagreements of report and audit',
    });
  });

  it('is judged by its own policy where an account has left this one', async () => {
    stage = await stageHeldRun();
    const hashed = reconfigured({ ...heldByLimit, excludeAccounts: [PROD] });

    expect(await approve(stage, { hashed })).toMatchObject({ state: 'finished', revocations: 1 });

    expect(stage.keysOf(PROD, 'alice')).toHaveLength(2);
    expect(ordersTo(PROD)).toBe(0);
    const order = { id: 'test', audit: { state: 'absent' }, sink: { take: async () => undefined } } as const;
    const summary = await summariseOrganization(hashed, stage.newCentre(), order);
    expect(summary.states).toMatchObject({ compliant: 1, excluded: 2 });
  });

  it('is pending where an account joined: it was no part of what was approved', async () => {
    stage = await stageHeldRun();
    const id = '444444444444';
    await stage.organization.addAccount({ name: 'New', id });
    stage.stackInstances.statuses = new Map([PROD, DEV, id].map((each) => [each, 'CURRENT']));

    await approve(stage);

    expect(await inAccount(id)).toMatchObject({ state: 'pending' });
    expect(await stored(stage, evidenceKeys.accounts(approvedRun, 1))).toEqual([PROD, DEV]);
  });

  it('keeps the ledger by what is seen now: days count from now, and not for a key that was switched on again', async () => {
    const weekly = { ...heldByLimit.policies.weekly, deleteAfterInactiveDays: 7 };
    stage = await stageHeldRun({ config: { ...heldByLimit, policies: { weekly } } });
    const [bobs] = stage.keysOf(PROD, 'bob');
    stage.organization.setKeyStatus(BOB, bobs ?? '', 'Active');
    const before = new Date().toISOString();

    await approve(stage);

    const { entries } = await stored<{ entries: Record<string, string> }>(stage, evidenceKeys.ledger(PROD));
    expect(Object.keys(entries).sort()).toEqual(stage.keysOf(PROD, 'alice').sort());
    for (const since of Object.values(entries)) expect(since >= before).toBe(true);
  });
});

describe('an account that had given no plan when the run was held', () => {
  it('is not asked now: it is unreachable, and our own look says what is there', async () => {
    const agentGone = { operation: 'lambda:Invoke', accountId: PROD, kind: 'InternalFailure', calls: 'all' } as const;
    stage = await stageHeldRun({}, (held) => {
      const fault = held.organization.faults.add(agentGone);
      const resume = pausedUntilHeld(held);
      return () => {
        fault.remove();
        resume();
      };
    });

    expect(await approve(stage)).toMatchObject({ state: 'finished', revocations: 1 });

    expect(ordersTo(PROD)).toBe(0);
    expect(stage.keysOf(PROD, 'alice')).toHaveLength(2);
    expect(await inAccount(PROD)).toMatchObject({
      state: 'unreachable',
      covered: false,
      why: expect.stringContaining('had weighed no plan of it'),
      overdue: 2,
    });
    expect(await inAccount(DEV)).toMatchObject({ state: 'compliant' });
  });
});

it('a plan that cannot be had at first is had in the second pass', async () => {
  stage = await stageHeldRun();
  const matches = ({ Key }: Readonly<Record<string, unknown>>) =>
    String(Key).includes(evidenceKeys.account(heldRun, 'plans', PROD));
  stage.organization.faults.add({ operation: 's3:GetObject', kind: 'AccessDenied', calls: [1, 2], matches });
  expect(await approve(stage)).toMatchObject({ state: 'finished', revocations: 4 });
  expect((await stage.summary()).states).toMatchObject({ compliant: 2 });
});

describe('approved while sweeps are paused', () => {
  it('is held again; and that one can be approved in its turn', async () => {
    stage = await stageHeldRun();
    turn(stage, '{"state":"paused","reason":"incident 7","by":"kim"}');

    expect(await approve(stage)).toMatchObject({ state: 'held', reasons: ['sweeps are paused by kim: incident 7'] });

    expect(stage.keysOf(PROD, 'alice')).toHaveLength(2);
    expect((await stage.summary()).states).toMatchObject({ paused: 2 });
    turn(stage, 'enabled');
    expect(await approve(stage)).toMatchObject({ state: 'held' });
    const third = { policy: 'weekly', runId: runIdOf(new Date(heldAt.getTime() + 8.5 * HOUR)) };
    const again = { run: third, approval: { ...approval, runId: approvedRun.runId } };
    expect(await approve(stage, again)).toMatchObject({ state: 'finished', revocations: 4 });
    expect(stage.keysOf(PROD, 'alice')).toEqual([]);
    expect(await stored(stage, evidenceKeys.terms(third))).toMatchObject({ asOf: heldAt.toISOString() });
    expect((await stage.summary()).states).toMatchObject({ compliant: 2 });
  });
});

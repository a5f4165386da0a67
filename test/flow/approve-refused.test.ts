import { runSweep } from '@keysweep/aggregator';
import { evidenceKeys, runIdOf, type History } from '@keysweep/core';
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
  type Approving,
} from './held-run.ts';
import { EVERY_FAULT } from './every-fault.ts';
import { DEV, PROD } from './small-organization.ts';

let stage: Stage;
afterEach(() => stage.organization.close());

const runAt = (hours: number) => ({ policy: 'weekly', runId: runIdOf(new Date(heldAt.getTime() + hours * HOUR)) });
const approvalOf = ({ runId }: typeof heldRun) => ({ ...approval, runId });
const weekly = heldByLimit.policies.weekly;

async function expectRefused(problem: string, approving: Approving = {}): Promise<void> {
  const before = stage.organization.allAccessKeys();
  const error: unknown = await approve(stage, approving).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'approval-refused', message: expect.stringContaining(problem) });
  expect(error).toHaveProperty('hint', expect.stringMatching(/./));
  expect(stage.organization.allAccessKeys()).toEqual(before);
  expect(stage.organization.journal.count({ operation: 'lambda:Invoke' })).toBe(0);
}

describe('an approval is refused, and touches nothing,', () => {
  it('where there is no such run', async () => {
    stage = await stageHeldRun();
    await expectRefused('is none of the last runs of weekly', { approval: approvalOf(runAt(-24)) });
  });

  it('where the run was not held', async () => {
    stage = await stageHeldRun();
    await approve(stage);
    stage.organization.journal.clear();
    await expectRefused('is finished: only a held run', { run: runAt(8.5), approval: approvalOf(approvedRun) });
  });

  it('where it was approved before; where that one broke off, it is taken up again', async () => {
    stage = await stageHeldRun();
    const fault = stage.organization.faults.add({
      operation: 's3:PutObject',
      kind: 'AccessDenied',
      calls: 'all',
      matches: ({ Key }) => String(Key).endsWith('/manifest.json'),
    });
    await expect(approve(stage)).rejects.toMatchObject({ code: 'evidence-unreadable' });
    fault.remove();
    const other = { run: runAt(8.5), approval: { ...approval, by: 'sam' } };
    await expectRefused(`was approved by olivia, as the run ${approvedRun.runId}`, other);
    await expectRefused('was approved by olivia', { approval: { ...approval, by: 'sam' } });
    expect(await approve(stage)).toMatchObject({ state: 'finished', revocations: 4 });
    stage.organization.journal.clear();
    await expectRefused(`was approved by olivia, as the run ${approvedRun.runId}`, other);
  });

  it('where a later run has begun', async () => {
    stage = await stageHeldRun();
    await stage.sweep({ due: new Date(heldAt.getTime() + HOUR) });
    stage.organization.journal.clear();
    await expectRefused(`the run ${runAt(1).runId} has begun since`);
  });

  it('where a later run was due, whether or not it came; a run that has begun does not go on either', async () => {
    stage = await stageHeldRun();
    turn(stage, 'paused');
    await approve(stage);
    stage.organization.journal.clear();
    const hashed = reconfigured({ ...heldByLimit, policies: { weekly: { ...weekly, schedule: 'cron(0 * * * ? *)' } } });
    await expectRefused('a later run has been due since', { hashed });
    await expectRefused('a later run has been due since', {
      hashed,
      run: runAt(8.5),
      approval: approvalOf(approvedRun),
    });
  });

  it('where the policy is otherwise now', async () => {
    stage = await stageHeldRun();
    const policies = { weekly: { ...weekly, exempt: { groups: ['BreakGlass', 'Robots'], users: [] } } };
    await expectRefused('is not what it was', { hashed: reconfigured({ ...heldByLimit, policies }) });
  });

  it('where the same run does it by the word of another', async () => {
    stage = await stageHeldRun();
    await approve(stage);
    stage.organization.journal.clear();
    await expectRefused('has begun, and not by this approval', { approval: { ...approval, by: 'sam' } });
    await expectRefused('has begun, and not by this approval', { approval: { ...approval, reason: 'another' } });
  });

  it('as a run that is under way for itself', async () => {
    stage = await stageHeldRun();
    await stage.sweep({ due: new Date(heldAt.getTime() + HOUR) });
    stage.organization.journal.clear();
    await expectRefused('has begun, and not by this approval', { run: runAt(1) });
    await expectRefused('has begun, and not by this approval', { run: heldRun });
  });
});

it('an approved run that is started again as a run for itself is the approved run all the same', async () => {
  stage = await stageHeldRun();
  turn(stage, 'paused');
  await approve(stage);
  turn(stage, 'enabled');
  const input = { hashed: stage.hashed, centre: stage.newCentre(), onProgress: () => undefined };

  expect(await runSweep(approvedRun, input)).toMatchObject({ state: 'held' });

  const { runs } = await stored<History>(stage, evidenceKeys.history('weekly'));
  expect(runs[0]).toMatchObject({ runId: approvedRun.runId, approves: approval });
  expect(stage.keysOf(PROD, 'alice')).toHaveLength(2);
});

interface Read {
  readonly operation:
    | 's3:GetObject'
    | 's3:PutObject'
    | 's3:ListObjectsV2'
    | 'organizations:ListAccounts'
    | 'ssm:GetParameter'
    | 'kms:Sign';
  readonly key?: string;
  /** Which of the calls fail; default all. */
  readonly calls?: 'all' | readonly number[];
}

const got = (key: string, calls: Read['calls'] = 'all'): Read => ({ operation: 's3:GetObject', key, calls });
const put = (key: string): Read => ({ operation: 's3:PutObject', key });

/** Every read that an approved run rests on before an agent is asked, and every record that must be written by then. */
const READS: Record<string, Read> = {
  'the policy’s history': got(evidenceKeys.history('weekly')),
  'the terms of the held run': got(evidenceKeys.terms(heldRun)),
  'the verdict that held it': got(evidenceKeys.gate(heldRun, 1)),
  'whether a second pass held it': got(evidenceKeys.gate(heldRun, 2)),
  'the accounts of the held run': got(evidenceKeys.accounts(heldRun, 1)),
  'what it had reported': { operation: 's3:ListObjectsV2', key: 'reports/' },
  'the mark that it was approved': put(evidenceKeys.approval(heldRun)),
  'the manifest of a run that has begun': got(evidenceKeys.manifest(approvedRun)),
  'the writing of the manifest': put(evidenceKeys.manifest(approvedRun)),
  'the writing of the terms': put(evidenceKeys.terms(approvedRun)),
  'the terms of the run': got(evidenceKeys.terms(approvedRun)),
  'the list of accounts': got(evidenceKeys.accounts(approvedRun, 1)),
  'the plans of the held run': got('/plans/'),
  'the writing of the plans': put('/plans/'),
  'the verdict that held it, whenever plans are taken over': got(evidenceKeys.gate(heldRun, 1), [2, 4, 5, 7]),
  'the verdict that held it, when it is weighed': got(evidenceKeys.gate(heldRun, 1), [3]),
  'the verdict of the gate': got(evidenceKeys.gate(approvedRun, 1)),
  'the writing of the verdict': put(evidenceKeys.gate(approvedRun, 1)),
  'the note of the attempt': put('/attempts/'),
  'the organization': { operation: 'organizations:ListAccounts' },
  'the switch': { operation: 'ssm:GetParameter' },
  'the signature': { operation: 'kms:Sign' },
};

describe.each(Object.entries(READS))('when %s cannot be had', (_, { operation, key, calls = 'all' }) => {
  it.each(EVERY_FAULT)('(%s) no key is touched, and no account is called clean', async (kind) => {
    stage = await stageHeldRun({ maxAttempts: 1 });
    const before = stage.organization.allAccessKeys();
    const matches = (input: Readonly<Record<string, unknown>>): boolean =>
      key === undefined || String(input['Key'] ?? input['Prefix']).includes(key);
    const fault = stage.organization.faults.add({ operation, kind, calls, matches });

    const ended = await approve(stage).then(
      ({ state }) => state,
      (error: unknown) => error,
    );

    fault.remove();
    if (typeof ended !== 'string') expect(ended).toHaveProperty('code');
    expect(stage.organization.allAccessKeys()).toEqual(before);
    expect(stage.organization.journal.count({ operation: 'iam:DeleteAccessKey' })).toBe(0);
    const { accounts } = await stage.summary();
    for (const id of [PROD, DEV])
      expect(accounts.find(({ accountId }) => accountId === id)?.state, String(ended)).not.toBe('compliant');
  });
});

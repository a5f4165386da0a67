import { describeHeldRun } from '@keysweep/aggregator';
import { evidenceKeys, type History } from '@keysweep/core';
import type { FaultKind } from '@keysweep/local-organization';
import { afterEach, describe, expect, it } from 'vitest';
import type { Stage } from '../stage.ts';
import { EVERY_FAULT } from './every-fault.ts';
import { approve, approvedRun, heldByLimit, heldRun, stageHeldRun, stored, turn } from './held-run.ts';
import { DEV, PROD } from './small-organization.ts';

const NEW = '444444444444';
let stage: Stage;
afterEach(() => stage.organization.close());

const stateOf = async (id: string) => (await stage.summary()).accounts.find(({ accountId }) => accountId === id)?.state;

function failToRead(key: string, kind: FaultKind): void {
  const matches = ({ Key }: Readonly<Record<string, unknown>>) => String(Key).includes(key);
  stage.organization.faults.add({ operation: 's3:GetObject', kind, calls: 'all', matches });
}

/** An approved run, after an account joined that was no part of it. */
async function approveWithNewcomer(): Promise<void> {
  stage = await stageHeldRun();
  await stage.organization.addAccount({ name: 'New', id: NEW });
  stage.stackInstances.statuses = new Map([PROD, DEV, NEW].map((each) => [each, 'CURRENT']));
  await approve(stage);
}

describe('the accounts of an approved run, and those that came since,', () => {
  it('are judged by it, and by the run that was held', async () => {
    await approveWithNewcomer();
    expect([await stateOf(PROD), await stateOf(NEW)]).toEqual(['compliant', 'pending']);
  });

  it.each(
    [
      ['the accounts of the approved run', evidenceKeys.accounts(approvedRun, 1), PROD],
      ['the manifest of the approved run', evidenceKeys.manifest(approvedRun), PROD],
      ['the accounts of the approved run', evidenceKeys.accounts(approvedRun, 1), NEW],
      ['the manifest of the held run', evidenceKeys.manifest(heldRun), NEW],
    ].flatMap(([what = '', key = '', id = '']) => EVERY_FAULT.map((kind) => [what, kind, id, key] as const)),
  )('are incomplete where %s (%s) cannot be read: %s', async (_, kind, id, key) => {
    await approveWithNewcomer();
    failToRead(key, kind);
    expect(await stateOf(id)).toBe('incomplete');
  });

  it('are incomplete where history has forgotten the run that was held', async () => {
    await approveWithNewcomer();
    const history = await stored<History>(stage, evidenceKeys.history('weekly'));
    const body = JSON.stringify({ ...history, runs: history.runs.slice(0, 1) });
    const key = evidenceKeys.history('weekly');
    stage.organization.putObject({ bucket: stage.bucket, key, body: new TextEncoder().encode(body) });
    expect([await stateOf(PROD), await stateOf(NEW)]).toEqual(['compliant', 'incomplete']);
  });

  it('are paused where the approved run was held in its turn', async () => {
    stage = await stageHeldRun();
    turn(stage, 'paused');
    await approve(stage);
    expect([await stateOf(PROD), await stateOf(DEV)]).toEqual(['paused', 'paused']);
  });
});

describe('a run that was held in its second pass', () => {
  it('lets go on what it had left: accounts that were done before are judged by what it reported of them', async () => {
    // The agent of Dev fails until the run is held, so that a second pass is due; by then sweeps are paused.
    const lostOnce = { operation: 'lambda:Invoke', accountId: DEV, kind: 'InternalFailure' } as const;
    const config = { ...heldByLimit, maximumRevocationsOrganization: 2000 };
    stage = await stageHeldRun({ config }, (held) => {
      const fault = held.organization.faults.add({ ...lostOnce, calls: [2] });
      const pause = held.organization.faults.add({ operation: 'ssm:GetParameter', kind: 'AccessDenied', calls: [3] });
      return () => {
        fault.remove();
        pause.remove();
      };
    });
    expect(stage.keysOf(PROD, 'alice')).toEqual([]);
    expect(stage.keysOf(DEV, 'dave')).toHaveLength(1);

    expect(await approve(stage)).toMatchObject({ state: 'finished', revocations: 1 });

    expect(await stored(stage, evidenceKeys.accounts(approvedRun, 1))).toEqual([DEV]);
    expect(stage.organization.journal.count({ operation: 'lambda:Invoke', accountId: PROD })).toBe(0);
    const summary = await stage.summary();
    expect(summary).toMatchObject({ verdict: 'compliant', states: { compliant: 2 }, keys: { deleted: 4 } });
  });
});

describe('what a held run would do', () => {
  it.each(EVERY_FAULT)('(%s) names an account whose plan cannot be read, before all others', async (kind) => {
    stage = await stageHeldRun({ maxAttempts: 1 });
    failToRead(evidenceKeys.account(heldRun, 'plans', DEV), kind);
    expect(await describeHeldRun(heldRun, stage.newCentre())).toMatchObject({
      accounts: [
        { accountId: DEV, planned: null },
        { accountId: PROD, planned: { delete: 3 } },
      ],
    });
  });

  it.each(
    ['/gate-1.json', '/gate-2.json', '/manifest.json', '/approval.json'].flatMap((key) =>
      EVERY_FAULT.map((kind) => [key, kind] as const),
    ),
  )('is not told where its %s (%s) cannot be read', async (key, kind) => {
    stage = await stageHeldRun({ maxAttempts: 1 });
    failToRead(key, kind);
    await expect(describeHeldRun(heldRun, stage.newCentre())).rejects.toMatchObject({
      code: expect.stringMatching(/^evidence-(unreadable|malformed)$/),
    });
  });
});

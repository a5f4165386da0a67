import { beginRun, endRun, findLeftovers, planBatch, runSweep, sweepBatch, weighRun } from '@keysweep/aggregator';
import { evidenceKeys, runIdOf, type History } from '@keysweep/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MANAGEMENT, setStage, type Stage } from '../stage.ts';
import { deleteEverything, DEV, PROD, smallOrganization } from './small-organization.ts';

let stage: Stage;
const due = new Date();
const run = { policy: 'weekly', runId: runIdOf(due) };

beforeEach(async () => {
  stage = await setStage({ organization: smallOrganization(), config: deleteEverything });
});
afterEach(() => stage.organization.close());

/** Each stage gets a centre of its own: nothing but records passes from one to the next. */
const begin = () => beginRun(run, { hashed: stage.hashed, centre: stage.newCentre() });
const plan = (accounts: readonly string[]) => planBatch({ run, accounts }, stage.newCentre());
const weigh = (pass = 1) => weighRun(run, pass, stage.newCentre());
const sweep = (accounts: readonly string[], overrides: Partial<Parameters<typeof sweepBatch>[0]> = {}) =>
  sweepBatch({ run, accounts, pass: 1, last: false, finishBy: null, ...overrides }, stage.newCentre());
const leftovers = (pass = 1) => findLeftovers(run, pass, stage.newCentre());
const end = () => endRun(run, stage.newCentre());

async function stored<T>(key: string): Promise<T> {
  const reading = await stage.newCentre().evidence.get(key);
  if (reading.state !== 'known') throw new TypeError(`${key} is ${reading.state}`);
  return JSON.parse(reading.value.body) as T;
}

const stateOfProd = async () => (await stage.summary()).accounts.find(({ accountId }) => accountId === PROD);

describe('the stages of a run', () => {
  it('leave to the next pass, and list, whoever has no report', async () => {
    expect(await begin()).toMatchObject({ run, organizationAccounts: 3, accounts: 2 });
    await plan([DEV]);
    await weigh();
    await sweep([PROD, DEV]);

    expect(await leftovers()).toEqual({ left: 1, accountsKey: evidenceKeys.accounts(run, 2) });
    expect(await stored(evidenceKeys.accounts(run, 2))).toEqual([PROD]);
    expect(stage.keysOf(PROD, 'alice')).toHaveLength(2);

    expect(await weigh(2)).toMatchObject({ verdict: 'open', accounts: [PROD, DEV] });
    await sweep([PROD], { pass: 2, last: true });
    expect(await leftovers(2)).toMatchObject({ left: 0 });
    expect(await end()).toMatchObject({ state: 'finished', revocations: 4 });
    expect(stage.keysOf(PROD, 'alice')).toEqual([]);
  });

  it('refuse an account that is not the run’s, and then touch no other either', async () => {
    await begin();
    await plan([PROD, DEV]);
    await weigh();

    await expect(sweep([PROD, '111111111111'])).rejects.toMatchObject({ code: 'run-invalid' });
    await expect(plan(['999999999999'])).rejects.toMatchObject({ code: 'run-invalid' });

    expect(stage.keysOf(PROD, 'alice')).toHaveLength(2);
    expect(stage.organization.journal.count({ operation: 'iam:DeleteAccessKey' })).toBe(0);
  });

  it('sweep nothing without the verdict of their own pass', async () => {
    await begin();
    await plan([PROD, DEV]);
    await weigh();

    await expect(sweep([PROD], { pass: 2, last: true })).rejects.toMatchObject({ code: 'evidence-unreadable' });

    expect(stage.keysOf(PROD, 'alice')).toHaveLength(2);
  });

  it('hold a run for good: held in its second pass and started again, it revokes nothing more', async () => {
    const turn = (value: string) =>
      stage.organization.putParameter({ accountId: MANAGEMENT, name: '/keysweep/state', value });
    await begin();
    await plan([PROD, DEV]);
    await weigh();
    await sweep([PROD]);
    await leftovers();
    turn('paused');
    expect(await weigh(2)).toMatchObject({ verdict: 'held' });
    await end();
    turn('enabled');

    expect(await stage.sweep({ due })).toMatchObject({ state: 'held', revocations: 3 });

    expect(stage.keysOf(PROD, 'alice')).toEqual([]);
    expect(stage.keysOf(DEV, 'dave')).toHaveLength(1);
  });

  it('stop looking when their time is over, and report what they have seen as unknown', async () => {
    await begin();
    await plan([PROD, DEV]);
    await weigh();

    await sweep([PROD], { last: true, finishBy: new Date(0) });

    expect(stage.keysOf(PROD, 'alice')).toEqual([]);
    await end();
    expect(await stateOfProd()).toMatchObject({ state: 'unknown', why: expect.stringContaining('OutOfTime') });
  });
});

describe('how a run ended is read from its records', () => {
  const pastRun = async () => (await stored<History>(evidenceKeys.history('weekly'))).runs[0];

  it('failed, where it broke off; its accounts are incomplete, and it can be taken up again', async () => {
    await begin();
    await plan([PROD, DEV]);

    expect(await end()).toMatchObject({ state: 'failed', revocations: 0 });

    expect(await pastRun()).toMatchObject({ state: 'failed', reasons: [] });
    expect(await stateOfProd()).toMatchObject({ state: 'incomplete', why: 'its last run failed before it was done' });
    expect(await stage.sweep({ due })).toMatchObject({ state: 'finished', revocations: 4 });
    expect(await pastRun()).toMatchObject({ state: 'finished', revocations: 4, revocationsPlanned: 4 });
  });

  it('failed, in this process too, where a stage throws', async () => {
    const fault = stage.organization.faults.add({
      operation: 's3:PutObject',
      kind: 'AccessDenied',
      calls: 'all',
      matches: (input) => String(input['Key']).includes('/gate-'),
    });

    await expect(stage.sweep({ due })).rejects.toMatchObject({ code: 'evidence-unreadable' });

    fault.remove();
    expect(await pastRun()).toMatchObject({ state: 'failed' });
    expect(stage.keysOf(PROD, 'alice')).toHaveLength(2);
  });

  it('held, where the gate held it', async () => {
    stage.organization.putParameter({ accountId: '111111111111', name: '/keysweep/state', value: 'paused' });
    await begin();
    await plan([PROD, DEV]);
    await weigh();

    expect(await end()).toMatchObject({ state: 'held', reasons: [expect.stringContaining('paused')] });
    expect(await pastRun()).toMatchObject({ state: 'held', revocationsPlanned: 4 });
  });

  it('finished, once its last pass is over, whatever is left', async () => {
    await begin();
    await plan([PROD, DEV]);
    await weigh();
    await leftovers(1);
    expect(await end()).toMatchObject({ state: 'failed' });
    await leftovers(2);
    expect(await end()).toMatchObject({ state: 'finished', revocations: 0 });
    expect(await stateOfProd()).toMatchObject({ state: 'incomplete', why: 'its last run left no report' });
  });

  it('is not asked of a run that may still be at work: its accounts are judged by the run before', async () => {
    await stage.sweep({ due: new Date(due.getTime() - 60_000) });
    await begin();

    expect(await stateOfProd()).toMatchObject({ state: 'compliant' });
    expect((await stage.summary()).runs).toMatchObject([{ runId: run.runId, state: 'started' }]);
  });
});

describe('the lease of a run', () => {
  const lease = async () => stored<{ state: string; holder: string }>(evidenceKeys.lease(run));

  it('bars a second execution while the first is at work, or nobody can tell', async () => {
    const first = stage.newCentre();
    await beginRun(run, { hashed: stage.hashed, centre: first });

    for (const atWork of [true, null]) {
      const centre = { ...stage.newCentre(), isHolderAtWork: async () => atWork };
      const again = runSweep(run, { hashed: stage.hashed, centre, onProgress: () => undefined });
      await expect(again).rejects.toMatchObject({ code: 'run-duplicate' });
    }

    expect(await lease()).toMatchObject({ state: 'held', holder: first.identity.holder });
    expect(stage.organization.journal.count({ operation: 'lambda:Invoke' })).toBe(0);
  });

  it('is given back when the run ends, in the name of who held it', async () => {
    const first = stage.newCentre();
    await beginRun(run, { hashed: stage.hashed, centre: first });
    await end();
    expect(await lease()).toMatchObject({ state: 'released', holder: first.identity.holder });
    const centre = { ...stage.newCentre(), isHolderAtWork: async () => null };
    expect(await beginRun(run, { hashed: stage.hashed, centre })).toMatchObject({ accounts: 2 });
  });
});

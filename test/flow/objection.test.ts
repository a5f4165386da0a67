import { runSweep, type EndedRun, type Objection } from '@keysweep/aggregator';
import { runIdOf, type Gate } from '@keysweep/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { setStage, type Stage } from '../stage.ts';
import { deleteEverything, DEV, PROD, smallOrganization } from './small-organization.ts';

let stage: Stage;
let due: Date;
beforeEach(async () => {
  stage = await setStage({ organization: smallOrganization(), config: deleteEverything });
  due = new Date();
});
afterEach(() => stage.organization.close());

const nobody: Objection = () => Promise.resolve(null);
const objecting: Objection = () => Promise.resolve('not confirmed by kim');
const sweep = (objectTo: Objection, isToStop: () => boolean = () => false): Promise<EndedRun> =>
  runSweep(
    { policy: 'weekly', runId: runIdOf(due) },
    { hashed: stage.hashed, centre: stage.newCentre(), onProgress: () => undefined, objectTo, isToStop },
  );
const deletions = (): number => stage.organization.journal.count('iam:DeleteAccessKey');

describe('an objection to a gate that would be open', () => {
  it('holds the run, for good and in its record', async () => {
    expect(await sweep(objecting)).toMatchObject({ state: 'held', reasons: ['not confirmed by kim'] });
    expect(deletions()).toBe(0);
    expect((await stage.summary()).states, 'as if nobody had asked').toMatchObject({ pending: 2, paused: 0 });
    expect(await sweep(nobody)).toMatchObject({ state: 'held', reasons: ['not confirmed by kim'] });
    expect(deletions()).toBe(0);
  });

  it('is made in the knowledge of what was weighed', async () => {
    const seen: Gate[] = [];
    await sweep((gate) => {
      seen.push(gate);
      return Promise.resolve(null);
    });
    expect(seen).toMatchObject([{ verdict: 'open', totals: { revocations: 4 }, accounts: [PROD, DEV] }]);
  });

  it('is not asked for where the run is held anyway', async () => {
    stage.organization.putParameter({ accountId: '111111111111', name: '/keysweep/state', value: 'paused' });
    const never: Objection = () => expect.unreachable();
    expect(await sweep(never)).toMatchObject({
      state: 'held',
      reasons: ['sweeps are paused by not stated: not stated'],
    });
  });

  it('stops a run that is taken up again after its gate was open, and another time it may go on', async () => {
    await expect(sweep(nobody, afterTheGate())).rejects.toMatchObject({ code: 'interrupted' });
    expect(await sweep(objecting)).toMatchObject({ state: 'failed', revocations: 0 });
    expect(deletions()).toBe(0);
    expect(await sweep(nobody)).toMatchObject({ state: 'finished', revocations: 4 });
  });
});

/** Stops before anything is applied: the plans of the small organization are one batch. */
const afterTheGate = (): (() => boolean) => {
  let asked = 0;
  return () => (asked += 1) > 1;
};

describe('a sweep that is to stop', () => {
  it('begins nothing more, is ended as failed, and goes on when started again', async () => {
    await expect(sweep(nobody, () => true)).rejects.toMatchObject({ code: 'interrupted' });
    expect(deletions()).toBe(0);
    const history = await stage.newCentre().evidence.get('history/policy=weekly.json');
    expect(history).toMatchObject({ value: { body: expect.stringContaining('"state": "failed"') } });
    expect(await sweep(nobody)).toMatchObject({ state: 'finished', revocations: 4 });
  });

  it('keeps plans that were made, and does not act on them', async () => {
    await expect(sweep(nobody, afterTheGate())).rejects.toMatchObject({ code: 'interrupted' });
    expect(deletions()).toBe(0);
    stage.organization.journal.clear();
    expect(await sweep(nobody)).toMatchObject({ state: 'finished', revocations: 4 });
    // Two to apply, none to plan again.
    expect(stage.organization.journal.count('lambda:Invoke')).toBe(2);
  });
});

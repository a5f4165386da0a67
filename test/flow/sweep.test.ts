import { afterEach, describe, expect, it } from 'vitest';
import { setStage, type Stage } from '../stage.ts';
import { deleteEverything, DEV, PROD, smallOrganization, UNTOUCHABLE } from './small-organization.ts';

let stage: Stage;
afterEach(() => stage.organization.close());

describe('a sweep', () => {
  it('deletes the keys of the people in the groups, and nobody else’s', async () => {
    stage = await setStage({ organization: smallOrganization(), config: deleteEverything });

    const run = await stage.sweep();

    expect(run).toMatchObject({ state: 'finished', revocations: 4 });
    expect(stage.keysOf(PROD, 'alice')).toEqual([]);
    expect(stage.keysOf(PROD, 'bob')).toEqual([]);
    expect(stage.keysOf(DEV, 'dave')).toEqual([]);
    for (const name of UNTOUCHABLE) expect(stage.keysOf(PROD, name)).toHaveLength(1);
  });

  it('says so in the summary, key by key, and calls it compliant', async () => {
    stage = await setStage({ organization: smallOrganization(), config: deleteEverything });
    await stage.sweep();

    const summary = await stage.summary();

    expect(summary.verdict).toBe('compliant');
    expect(summary.states).toMatchObject({ compliant: 2, excluded: 1 });
    expect(summary.keys).toMatchObject({ deleted: 4, exempt: 2, kept: 1 });
    const deleted = (await stage.keys()).filter(({ ending }) => ending === 'deleted');
    expect(deleted.map(({ verified }) => verified)).toEqual(Array(4).fill(true));
    expect(summary.attention.map(({ code }) => code)).toEqual(['no-console-access']);
  });

  it('revokes nothing more the second time', async () => {
    stage = await setStage({ organization: smallOrganization(), config: deleteEverything });
    await stage.sweep({ due: new Date(Date.now() - 60_000) });

    const second = await stage.sweep();

    expect(second.revocations).toBe(0);
    expect((await stage.summary()).verdict).toBe('compliant');
  });

  it('started again under the same name, does nothing twice', async () => {
    stage = await setStage({ organization: smallOrganization(), config: deleteEverything });
    const due = new Date();
    const first = await stage.sweep({ due });
    stage.organization.journal.clear();

    const again = await stage.sweep({ due });

    expect(again).toEqual(first);
    expect(stage.organization.journal.count({ operation: 'iam:DeleteAccessKey' })).toBe(0);
    expect(stage.organization.journal.count({ operation: 'lambda:Invoke' })).toBe(0);
  });

  it('held by the switch, touches nothing and shows what it would do', async () => {
    stage = await setStage({ organization: smallOrganization(), config: deleteEverything });
    stage.organization.putParameter({
      accountId: '111111111111',
      name: '/keysweep/state',
      value: '{"state":"paused","reason":"incident 7","by":"kim"}',
    });

    const run = await stage.sweep();

    expect(run.state).toBe('held');
    expect(run.reasons).toEqual(['sweeps are paused by kim: incident 7']);
    const summary = await stage.summary();
    expect(summary.states.paused).toBe(2);
    expect(summary.runs[0]?.revocationsPlanned).toBe(4);
    expect(stage.organization.journal.count({ operation: 'iam:DeleteAccessKey' })).toBe(0);
  });
});

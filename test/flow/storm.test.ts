import { evidenceKeys, KeysweepError, runIdOf, type AccountPlan, type AccountReport } from '@keysweep/core';
import { expect, it } from 'vitest';
import { harmsOf } from '../rollout/no-harm.ts';
import { untruthsOf } from '../rollout/untruths.ts';
import { storm } from '../rollout/weather.ts';
import { setStage } from '../stage.ts';
import { deactivateFirst, deleteEverything, DEV, PROD, smallOrganization, UNTOUCHABLE } from './small-organization.ts';

const SEEDS = Array.from({ length: 12 }, (_, seed) => seed);

/** Two attempts at each call: far more goes wrong than with the eight that are made in production. */
it.each(SEEDS)(
  'whichever calls fail, a run claims nothing that is not so, and the next one ends it (seed %i)',
  async (seed) => {
    const config = seed % 2 === 0 ? deleteEverything : deactivateFirst;
    const stage = await setStage({ organization: smallOrganization(), config });
    const { organization } = stage;
    const due = new Date(Date.now() - 60_000);
    const over = storm(organization, 0.15, seed);
    // A stage that cannot go on fails its run; what was done until then is judged all the same.
    await stage.sweep({ due }).catch((error: unknown) => expect(error).toBeInstanceOf(KeysweepError));
    over.remove();

    const stored = async <T>(records: 'plans' | 'reports'): Promise<Map<string, T>> => {
      const run = { policy: 'weekly', runId: runIdOf(due) };
      const { evidence } = stage.newCentre();
      const found = new Map<string, T>();
      for (const accountId of [PROD, DEV]) {
        const record = await evidence.get(evidenceKeys.account(run, records, accountId));
        if (record.state === 'known') found.set(accountId, JSON.parse(record.value.body) as T);
      }
      return found;
    };
    expect(harmsOf(organization, await stored<AccountPlan>('plans'))).toEqual([]);
    const summary = await stage.summary();
    const reports = await stored<AccountReport>('reports');
    expect(untruthsOf({ summary, reports, organization, scope: [] })).toEqual([]);
    for (const name of UNTOUCHABLE) expect(stage.keysOf(PROD, name)).toHaveLength(1);

    await stage.sweep();
    expect((await stage.summary()).states).toMatchObject({ compliant: 2 });
    await organization.close();
  },
);

import type { Centre } from '@keysweep/aggregator';
import { afterEach, describe, expect, it } from 'vitest';
import type { Stage } from '../stage.ts';
import { approve, stageHeldRun } from './held-run.ts';
import { DEV, PROD, UNTOUCHABLE } from './small-organization.ts';

/** What a dead process says: nothing. */
class Killed extends Error {}

/** A centre that dies before or after its nth write; `writes` counts them. */
function dying(
  centre: Centre,
  nth: number,
  when: 'before' | 'after',
): { readonly centre: Centre; readonly writes: () => number } {
  let writes = 0;
  const call = async <T>(work: () => Promise<T>): Promise<T> => {
    writes += 1;
    if (writes > nth || (writes === nth && when === 'before')) throw new Killed();
    const result = await work();
    if (writes >= nth) throw new Killed();
    return result;
  };
  const { evidence } = centre;
  const mortal: Centre['evidence'] = {
    ...evidence,
    get: (key) => evidence.get(key),
    list: (prefix) => evidence.list(prefix),
    putOnce: (key, body) => call(() => evidence.putOnce(key, body)),
    replace: (key, body, etag) => call(() => evidence.replace(key, body, etag)),
  };
  return { centre: { ...centre, evidence: mortal }, writes: () => writes };
}

let stage: Stage;
afterEach(() => stage.organization.close());

describe('the centre, killed at any write of an approved run', () => {
  const WRITES = 19;

  it(`writes ${WRITES} records for two accounts: the mark, and what every run writes`, async () => {
    stage = await stageHeldRun();
    const { centre, writes } = dying(stage.newCentre(), Infinity, 'before');
    await approve(stage, { centre });
    expect(writes()).toBe(WRITES);
  });

  it.each(
    Array.from({ length: WRITES }, (_, index) => index + 1).flatMap((nth) => [
      ['before', nth] as const,
      ['after', nth] as const,
    ]),
  )('%s write %i: the same approval, started again, ends in the truth', async (when, nth) => {
    stage = await stageHeldRun();
    const { centre } = dying(stage.newCentre(), nth, when);
    await approve(stage, { centre }).catch((error: unknown) => expect(error).toBeInstanceOf(Killed));

    await approve(stage);

    for (const name of ['alice', 'bob']) expect(stage.keysOf(PROD, name)).toEqual([]);
    expect(stage.keysOf(DEV, 'dave')).toEqual([]);
    for (const name of UNTOUCHABLE) expect(stage.keysOf(PROD, name)).toHaveLength(1);
    const summary = await stage.summary();
    expect(summary.keys).toMatchObject({ deleted: 4, 'already-gone': 0 });
    expect(summary.states).toMatchObject({ compliant: 2 });
  });
});

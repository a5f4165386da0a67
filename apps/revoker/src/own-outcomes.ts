import { evidenceKeys, type ApplyAnswer, type RunName } from '@keysweep/core';
import type { OwnAccount } from './own-account.ts';
import { hasFields, putOwn, readOwn, type Guard } from './own-records.ts';

/** How often a run was tried, and what the last time came to. */
export interface Tries {
  readonly times: number;
  readonly last: ApplyAnswer | null;
}

/** How a run was tried so far. Throws `evidence-…` where that cannot be read. */
export async function triesSoFar({ runId, policy }: RunName, { evidence, accountId }: OwnAccount): Promise<Tries> {
  const about = { schema: 'keysweep/outcomes/1', accountId, runId };
  const guard: Guard<ApplyAnswer> = (value): value is ApplyAnswer =>
    hasFields(value, about) && typeof value['complete'] === 'boolean' && Array.isArray(value['outcomes']);
  let last: ApplyAnswer | null = null;
  for (let times = 0; ; times += 1) {
    const stored = await readOwn(evidence, evidenceKeys.outcomes({ runId, policy }, accountId, times + 1), guard);
    if (stored === null) return { times, last };
    last = stored.record;
  }
}

/** Stores what a try came to, after all that are stored. Throws `evidence-unwritable`. */
export async function storeOutcomes(run: RunName, answer: ApplyAnswer, own: OwnAccount & Tries): Promise<void> {
  let time = own.times + 1;
  while (!(await putOwn(own.evidence, evidenceKeys.outcomes(run, own.accountId, time), answer))) time += 1;
}

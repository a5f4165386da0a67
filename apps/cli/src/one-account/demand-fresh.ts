import { KeysweepError, type AccountPlan } from '@keysweep/core';

/** A plan is read by a person, and people go for lunch: after this long it is no longer what they would see. */
const FRESH_MINUTES = 15;

/** Throws `plan-stale` for a plan that was taken longer ago than it may be applied. */
export function demandFresh({ provenance }: AccountPlan, now: Date): void {
  const minutes = (now.getTime() - Date.parse(provenance.takenAt)) / 60_000;
  if (minutes <= FRESH_MINUTES) return;
  throw new KeysweepError(
    'plan-stale',
    `the plan is ${Math.floor(minutes)} minutes old, and may be applied for ${FRESH_MINUTES}`,
    {
      hint: 'nothing was done: the same command plans anew',
    },
  );
}

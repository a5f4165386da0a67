import type { Rules } from './configuration.ts';
import type { Model } from './model.ts';
import type { Run } from './run.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A run is over once it ended, or this long after it was due. */
const SETTLED = 8 * HOUR;

/** The last run of a policy that is over. One that may still be at work says nothing yet. */
export function lastSettledRun(policy: string, { runs, now }: Model): Run | undefined {
  const ofPolicy = runs.filter((run) => run.policy === policy);
  return ofPolicy.findLast(({ state, due }) => state !== 'started' || now - due >= SETTLED);
}

/** Since when a policy has been held: the first held run that no finished one has followed. */
export function heldSince({ policy, due }: Run, { runs }: Model): number {
  const before = runs.filter((run) => run.policy === policy && run.due <= due);
  const sinceFinished = before.slice(before.findLastIndex(({ state }) => state === 'finished') + 1);
  return sinceFinished.find(({ state }) => state === 'held')?.due ?? due;
}

/** Whether a run of the policy should be over by now, never began, and the account had been seen under it before. */
export function hasMissedARun(id: string, policy: string, model: Model): boolean {
  const { deployed, runs, now } = model;
  const { schedule } = deployed.policies[policy as keyof typeof deployed.policies];
  const due = lastDue(schedule, now - SETTLED);
  const newest = runs.findLast((run) => run.policy === policy);
  const since = firstSeen(id, { policy, schedule }, model);
  const hasCome = newest !== undefined && due !== null && newest.due >= due;
  return due !== null && !hasCome && since !== null && since < due;
}

/** Since when every summary has seen the account under the policy, due as it is due now; null: the last one has not. */
function firstSeen(
  id: string,
  { policy, schedule }: { policy: string; schedule: string },
  model: Model,
): number | null {
  let since: number | null = null;
  for (const { at, policies, schedules } of model.sightings.toReversed()) {
    if (policies.get(id) !== policy || schedules.get(policy) !== schedule) break;
    since = at;
  }
  return since;
}

/** The last time it was due, up to and including a moment. 1970 began on a Thursday. */
function lastDue(schedule: Rules['schedule'], moment: number): number | null {
  if (schedule === 'far') return null;
  const [first, every] = schedule === 'daily' ? [6 * HOUR, DAY] : [DAY + 23 * HOUR + 55 * 60_000, 7 * DAY];
  return first + Math.floor((moment - first) / every) * every;
}

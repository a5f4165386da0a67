import * as v from 'valibot';
import type { Policy } from './policy.ts';
import { accountId, instant, policyName, text } from './shape.ts';

/** The shape of what is remembered of a policy: since when each of its accounts has been seen under it. */
export const seenSchema = v.object({
  schema: v.literal('keysweep/seen/1'),
  policy: policyName,
  /** The schedule and time zone they were seen under; under another schedule the seeing begins anew. */
  schedule: text,
  timezone: text,
  accounts: v.record(accountId, instant),
});

/** Since when each account has been seen under one policy and its schedule. */
export type Seen = v.InferOutput<typeof seenSchema>;

/** The accounts that are under a policy at a moment (ISO 8601). */
export type Sighting = Pick<Seen, 'policy' | 'schedule' | 'timezone'> & {
  readonly accountIds: readonly string[];
  readonly at: string;
};

/** Adds a sighting to what is remembered: an account that was there keeps its time, one that left is forgotten. Pure. */
export function rememberSeen(before: Seen | null, sighting: Sighting): Seen {
  const { policy, schedule, timezone, accountIds, at } = sighting;
  const kept = before?.schedule === schedule && before.timezone === timezone ? before.accounts : {};
  const accounts = Object.fromEntries([...accountIds].sort().map((id) => [id, kept[id] ?? at]));
  return { schema: 'keysweep/seen/1', policy, schedule, timezone, accounts };
}

/** Since when (ISO 8601) an account has been seen under a policy as it is scheduled now; null where it has not. */
export function seenSince(seen: Seen, { schedule, rules }: Policy, id: string): string | null {
  const isSameSchedule = seen.schedule === schedule && seen.timezone === rules.timezone;
  return isSameSchedule ? (seen.accounts[id] ?? null) : null;
}

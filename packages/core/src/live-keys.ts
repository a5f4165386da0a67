import type { AccountReport, Ending } from './account-report.ts';
import { lookSince, type AccountFacts, type TakenLook } from './account-state.ts';

/** An active key of a user in scope, as our last look saw it. */
export type LiveKey = TakenLook['live'][number];

/** How a key that no longer works has ended. */
const NO_LONGER_WORKS: ReadonlySet<Ending> = new Set(['deleted', 'deactivated', 'already-gone', 'already-inactive']);

/**
 * The active keys of users in scope by our last look: the one since the run where there is one; else what the run left, in
 * which a key is alive that our own look saw, whatever the agent says.
 */
export function liveKeysOf(facts: AccountFacts): readonly LiveKey[] {
  const since = lookSince(facts);
  if (since !== null) return since.look.live;
  return facts.run.state === 'reported' ? leftAlive(facts.run.report) : [];
}

function leftAlive({ keys, audit }: AccountReport): LiveKey[] {
  const overdue = audit.state === 'taken' ? audit.verdict.overdue : [];
  const seen = new Set(overdue.map(({ accessKeyId }) => accessKeyId));
  const reported = new Set(keys.map(({ accessKeyId }) => accessKeyId));
  const left = keys.filter(
    ({ accessKeyId, status, ending }) => seen.has(accessKeyId) || (status === 'Active' && !NO_LONGER_WORKS.has(ending)),
  );
  const unreported = overdue.filter(({ accessKeyId }) => !reported.has(accessKeyId));
  return [...left, ...unreported.map((key) => ({ ...key, createdAt: null }))];
}

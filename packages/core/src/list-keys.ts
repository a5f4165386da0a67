import type { ReportedKey } from './account-report.ts';
import { lookSince, type AccountFacts, type TakenLook } from './account-state.ts';
import { liveKeysOf, type LiveKey } from './live-keys.ts';
import type { ManifestAccount } from './manifest.ts';
import type { SummarisedKey } from './summary.ts';

/**
 * Every key of an account that its last run judged or that our look since saw, each once, with where it stands. Of a key that
 * only the look saw nothing is known but whose it is and how old.
 */
export function listKeys({ accountId }: Pick<ManifestAccount, 'accountId'>, facts: AccountFacts): SummarisedKey[] {
  const report = facts.run.state === 'reported' ? facts.run.report : null;
  const sight = lastSightOf(facts);
  const run = report === null ? null : { policy: report.policy, runId: report.runId };
  const reported = (report?.keys ?? []).map((key) => ({
    accountId,
    ...judgedPart(key),
    ...standingOf(key, sight),
    run,
  }));
  const known = new Set(reported.map(({ accessKeyId }) => accessKeyId));
  const unjudged = keysSeen(facts, sight)
    .filter(({ accessKeyId }) => !known.has(accessKeyId))
    .map((key) => {
      const stands = standingOf(key, sight);
      return { accountId, ...seenPart(key), ...stands, run: stands.standing === 'overdue' ? sight.judge : null };
    });
  return [...reported, ...unjudged];
}

function judgedPart({ accessKeyId, userName, createdAt, lastUsed, rule, ending, verified, reason }: ReportedKey) {
  return { accessKeyId, userName, createdAt, lastUsed, rule, ending, verified, reason };
}

function seenPart({ accessKeyId, userName, createdAt }: LiveKey) {
  const lastUsed = { state: 'unknown' } as const;
  return { accessKeyId, userName, createdAt, lastUsed, rule: null, ending: null, verified: null, reason: null };
}

/** What our last look says of keys that are not settled. */
interface LastSight extends Pick<TakenLook['verdict'], 'overdue' | 'notYetDue' | 'leftScope'> {
  readonly standings: ReadonlyMap<string, SummarisedKey['standing']>;
  readonly nextDue: string | null;
  /** The run by whose record a key is overdue. */
  readonly judge: SummarisedKey['run'];
}

function lastSightOf(facts: AccountFacts): LastSight {
  const since = lookSince(facts);
  if (since !== null) {
    const { against, policy, nextDue } = since.audit;
    const judge = against === null ? null : { policy, runId: against.runId };
    const { overdue, notYetDue, leftScope } = since.look.verdict;
    const standings = new Map([
      ...leftScope.map(({ accessKeyId }) => [accessKeyId, 'left-scope'] as const),
      ...notYetDue.map(({ accessKeyId }) => [accessKeyId, 'not-yet-due'] as const),
      ...overdue.map(({ accessKeyId }) => [accessKeyId, 'overdue'] as const),
    ]);
    return { overdue, notYetDue, leftScope, standings, nextDue, judge };
  }
  const report = facts.run.state === 'reported' ? facts.run.report : null;
  const overdue = report?.audit.state === 'taken' ? report.audit.verdict.overdue : [];
  const standings = new Map(overdue.map(({ accessKeyId }) => [accessKeyId, 'overdue'] as const));
  const judge = report === null ? null : { policy: report.policy, runId: report.runId };
  return { overdue, notYetDue: [], leftScope: [], standings, nextDue: null, judge };
}

function standingOf(
  { accessKeyId }: Pick<LiveKey, 'accessKeyId'>,
  { standings, nextDue }: LastSight,
): Pick<SummarisedKey, 'standing' | 'dueAt'> {
  const standing = standings.get(accessKeyId) ?? 'settled';
  return { standing, dueAt: standing === 'not-yet-due' ? nextDue : null };
}

/** The keys that our last look saw active or found fault with. How old an overdue one is may be known from its being alive. */
function keysSeen(facts: AccountFacts, { overdue, notYetDue, leftScope }: LastSight): LiveKey[] {
  const undated = overdue.map((key): LiveKey => ({ ...key, createdAt: null }));
  const seen = [...undated, ...notYetDue, ...leftScope, ...liveKeysOf(facts)];
  return [...new Map(seen.map((key) => [key.accessKeyId, key])).values()];
}

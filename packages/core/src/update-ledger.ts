import type { AccountPlan } from './account-plan.ts';
import type { LedgerEntries } from './ledger.ts';
import type { Outcome } from './outcome.ts';
import { SETTLED_AFTER_MS } from './run.ts';

/** What one run saw and did in an account, and when the centre took note of it (ISO 8601). */
export interface LedgerNews {
  readonly plan: AccountPlan;
  readonly outcomes: readonly Outcome[];
  readonly at: string;
}

/**
 * The ledger after a run: a key that was seen active loses its entry, an inactive key without one starts with this run, and
 * so does a key that was deactivated; a key that is gone is dropped, and one that the agent would not delete starts
 * again. A run that read everything drops the entries of keys it did not see; one that did not keeps them, for
 * forgetting would restart their days.
 */
export function updateLedger(entries: LedgerEntries, { plan, outcomes, at }: LedgerNews): LedgerEntries {
  const since = startOf(plan, at);
  const seen = new Set(plan.keys.map(({ accessKeyId }) => accessKeyId));
  const kept = Object.entries(entries).filter(([accessKeyId]) => plan.unknowns.length > 0 || seen.has(accessKeyId));
  const next: Record<string, string> = Object.fromEntries(kept);
  for (const { accessKeyId, status } of plan.keys) {
    if (status === 'Inactive') next[accessKeyId] ??= since;
    else delete next[accessKeyId];
  }
  for (const { accessKeyId, outcome } of outcomes) {
    if (outcome === 'deactivated' || outcome === 'already-inactive') next[accessKeyId] ??= since;
    if (outcome === 'deleted' || outcome === 'already-gone' || outcome === 'refused') delete next[accessKeyId];
  }
  return next;
}

/**
 * From when the days of a key count. Within the time of a run that is when it was due, or a run that is due N days later
 * would find minutes missing and leave the key for another period; a run that was held and came later counts from its end.
 */
function startOf({ asOf }: AccountPlan, at: string): string {
  return Date.parse(at) - Date.parse(asOf) < SETTLED_AFTER_MS ? asOf : at;
}

import type { AccountPlan } from './account-plan.ts';
import type { LedgerEntries } from './ledger.ts';
import type { Outcome } from './outcome.ts';

/** What one run saw and did in an account, and when the centre took note of it (ISO 8601). */
export interface LedgerNews {
  readonly plan: AccountPlan;
  readonly outcomes: readonly Outcome[];
  readonly at: string;
}

/**
 * The ledger after a run: a key that was seen active loses its entry, an inactive key without one starts today, a key
 * that was deactivated starts today, a key that is gone is dropped, and one that the agent would not delete starts
 * again. A run that read everything drops the entries of keys it did not see; one that did not keeps them, for
 * forgetting would restart their days.
 */
export function updateLedger(entries: LedgerEntries, { plan, outcomes, at }: LedgerNews): LedgerEntries {
  const seen = new Set(plan.keys.map(({ accessKeyId }) => accessKeyId));
  const kept = Object.entries(entries).filter(([accessKeyId]) => plan.unknowns.length > 0 || seen.has(accessKeyId));
  const next: Record<string, string> = Object.fromEntries(kept);
  for (const { accessKeyId, status } of plan.keys) {
    if (status === 'Inactive') next[accessKeyId] ??= at;
    else delete next[accessKeyId];
  }
  for (const { accessKeyId, outcome } of outcomes) {
    if (outcome === 'deactivated' || outcome === 'already-inactive') next[accessKeyId] ??= at;
    if (outcome === 'deleted' || outcome === 'already-gone' || outcome === 'refused') delete next[accessKeyId];
  }
  return next;
}

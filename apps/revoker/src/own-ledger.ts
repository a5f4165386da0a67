import { evidenceKeys, updateLedger, type AccountPlan, type LedgerEntries, type Outcome } from '@keysweep/core';
import type { OwnAccount } from './own-account.ts';
import { hasFields, readOwn, unwritable, type Guard } from './own-records.ts';

/** When each access key of the account was first known to be inactive, and the tag that replaces it. */
export interface OwnLedger {
  readonly entries: LedgerEntries;
  readonly etag: string | null;
}

/** The ledger; empty where there is none yet. Throws `evidence-…` where it cannot be read. */
export async function readOwnLedger({ evidence, accountId }: OwnAccount): Promise<OwnLedger> {
  const about = { schema: 'keysweep/ledger/1', accountId };
  const guard: Guard<{ readonly entries: LedgerEntries }> = (value): value is { entries: LedgerEntries } =>
    hasFields(value, about) &&
    hasFields(value['entries'], {}) &&
    Object.values(value['entries']).every((since) => typeof since === 'string' && !Number.isNaN(Date.parse(since)));
  const stored = await readOwn(evidence, evidenceKeys.ledger(accountId), guard);
  return stored === null ? { entries: {}, etag: null } : { entries: stored.record.entries, etag: stored.etag };
}

/** Brings the ledger up to a run. Throws `evidence-…` where it cannot: a deactivation that is forgotten restarts its days. */
export async function keepOwnLedger(plan: AccountPlan, outcomes: readonly Outcome[], own: OwnAccount): Promise<void> {
  const { evidence, accountId, clock } = own;
  const { entries: before, etag } = await readOwnLedger(own);
  const entries = updateLedger(before, { plan, outcomes, at: clock.now().toISOString() });
  if (JSON.stringify(entries) === JSON.stringify(before)) return;
  const key = evidenceKeys.ledger(accountId);
  const put = await evidence.replace(key, JSON.stringify({ schema: 'keysweep/ledger/1', accountId, entries }), etag);
  if (put.state === 'failed') throw unwritable(key, put.failure);
  // Another execution was faster: what it noted is kept.
  if (put.state === 'exists') await keepOwnLedger(plan, outcomes, own);
}

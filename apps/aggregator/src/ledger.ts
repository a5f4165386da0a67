import {
  evidenceKeys,
  known,
  ledgerSchema,
  readJsonRecord,
  updateLedger,
  type AccountPlan,
  type Failure,
  type Ledger,
  type LedgerEntries,
  type Outcome,
  type Reading,
} from '@keysweep/core';
import type { Centre } from './centre.ts';
import { serialise } from './evidence.ts';

interface StoredLedger {
  readonly entries: LedgerEntries;
  readonly etag: string | null;
}

/** The ledger of an account: empty where there is none yet, null where it could not be read. */
export async function readLedger(accountId: string, centre: Centre): Promise<LedgerEntries | null> {
  const stored = await readWithTag(accountId, centre);
  return stored.state === 'known' ? stored.value.entries : null;
}

/** Brings the ledger up to a run. Returns why it could not, or null: a deactivation that is forgotten restarts its days. */
export async function keepLedger(
  plan: AccountPlan,
  outcomes: readonly Outcome[],
  centre: Centre,
): Promise<Failure | null> {
  const { accountId } = plan;
  const stored = await readWithTag(accountId, centre);
  if (stored.state !== 'known') return stored.state === 'unknown' ? stored.failure : null;
  const entries = updateLedger(stored.value.entries, { plan, outcomes, at: centre.clock.now().toISOString() });
  if (sameEntries(entries, stored.value.entries)) return null;
  const ledger: Ledger = { schema: 'keysweep/ledger/1', accountId, entries: { ...entries } };
  const put = await centre.evidence.replace(evidenceKeys.ledger(accountId), serialise(ledger), stored.value.etag);
  if (put.state === 'written') return null;
  if (put.state === 'failed') return put.failure;
  const now = await readLedger(accountId, centre);
  return now !== null && sameEntries(now, entries) ? null : outrun(accountId);
}

async function readWithTag(accountId: string, { evidence }: Centre): Promise<Reading<StoredLedger>> {
  const stored = await evidence.get(evidenceKeys.ledger(accountId));
  if (stored.state === 'absent') return known({ entries: {}, etag: null });
  if (stored.state === 'unknown') return stored;
  const ledger = readJsonRecord(ledgerSchema, stored.value.body, { accountId });
  return ledger.state === 'known' ? known({ entries: ledger.value.entries, etag: stored.value.etag }) : ledger;
}

function sameEntries(left: LedgerEntries, right: LedgerEntries): boolean {
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((key) => left[key] === right[key]);
}

function outrun(accountId: string): Failure {
  const message = `another run changed the ledger of ${accountId} at the same time`;
  return { kind: 'conflict', operation: 's3:PutObject', code: 'PreconditionFailed', message };
}

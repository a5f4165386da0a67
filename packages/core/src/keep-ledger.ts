import type { AccountPlan } from './account-plan.ts';
import { ledgerSchema, type Ledger, type LedgerEntries } from './ledger.ts';
import type { Outcome } from './outcome.ts';
import type { Clock, RecordStore } from './ports.ts';
import { readJsonRecord } from './read-record.ts';
import type { Failure, Reading } from './reading.ts';
import { evidenceKeys } from './run.ts';
import { serialise } from './stored-record.ts';
import { updateLedger } from './update-ledger.ts';

interface StoredLedger {
  readonly entries: LedgerEntries;
  readonly etag: string | null;
}

/** The ledger of an account: empty where there is none yet, null where it could not be read. */
export async function readLedger(accountId: string, evidence: RecordStore): Promise<LedgerEntries | null> {
  const stored = await readWithTag(accountId, evidence);
  return stored.state === 'known' ? stored.value.entries : null;
}

/** Brings the ledger up to a run. Returns why it could not, or null: a deactivation that is forgotten restarts its days. */
export async function keepLedger(
  plan: AccountPlan,
  outcomes: readonly Outcome[],
  { evidence, clock }: { readonly evidence: RecordStore; readonly clock: Pick<Clock, 'now'> },
): Promise<Failure | null> {
  const { accountId } = plan;
  const stored = await readWithTag(accountId, evidence);
  if (stored.state === 'unknown') return stored.failure;
  const entries = updateLedger(stored.value.entries, { plan, outcomes, at: clock.now().toISOString() });
  if (sameEntries(entries, stored.value.entries)) return null;
  const ledger: Ledger = { schema: 'keysweep/ledger/1', accountId, entries: { ...entries } };
  const put = await evidence.replace(evidenceKeys.ledger(accountId), serialise(ledger), stored.value.etag);
  if (put.state === 'written') return null;
  if (put.state === 'failed') return put.failure;
  const now = await readLedger(accountId, evidence);
  return now !== null && sameEntries(now, entries) ? null : outrun(accountId);
}

async function readWithTag(
  accountId: string,
  evidence: RecordStore,
): Promise<Exclude<Reading<StoredLedger>, { state: 'absent' }>> {
  const stored = await evidence.get(evidenceKeys.ledger(accountId));
  if (stored.state === 'absent') return { state: 'known', value: { entries: {}, etag: null } };
  if (stored.state === 'unknown') return stored;
  const { body, etag } = stored.value;
  const ledger = readJsonRecord(ledgerSchema, body, { accountId });
  return ledger.state === 'known' ? { state: 'known', value: { entries: ledger.value.entries, etag } } : ledger;
}

function sameEntries(left: LedgerEntries, right: LedgerEntries): boolean {
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((key) => left[key] === right[key]);
}

function outrun(accountId: string): Failure {
  const message = `another run changed the ledger of ${accountId} at the same time`;
  return { kind: 'conflict', operation: 's3:PutObject', code: 'PreconditionFailed', message };
}

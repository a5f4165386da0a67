import {
  accountListSchema,
  demand,
  evidenceKeys,
  gateSchema,
  LAST_PASS,
  readStored,
  runTermsSchema,
  storeOnce,
  type Gate,
  type Reading,
  type RunName,
  type RunTerms,
} from '@keysweep/core';
import type { Centre } from './centre.ts';

/** The terms of a run that has begun. Throws `evidence-unreadable` or `evidence-malformed`. */
export async function readTerms({ policy, runId }: RunName, { evidence }: Centre): Promise<RunTerms> {
  const check = { schema: runTermsSchema, subject: { policy, runId } };
  return demand(await readStored(evidence, evidenceKeys.terms({ policy, runId }), check), 'the terms of the run');
}

/** Stores the terms of a run once, and returns those that are stored. */
export async function storeTerms(record: RunTerms, { evidence }: Centre): Promise<RunTerms> {
  const { policy, runId } = record;
  const check = { schema: runTermsSchema, subject: { policy, runId } };
  return demand(await storeOnce(evidence, { key: evidenceKeys.terms(record), record }, check), 'the terms of the run');
}

const ANYONE = { schema: accountListSchema, subject: {} };

/** The accounts that a pass of a run takes on, in the order of their ids. Throws as `readTerms` does. */
export async function readAccounts(run: RunName, pass: number, { evidence }: Centre): Promise<readonly string[]> {
  const stored = await readStored(evidence, evidenceKeys.accounts(run, pass), ANYONE);
  return demand(stored, `the accounts of pass ${pass}`);
}

/**
 * Stores the accounts that a pass takes on, once; returns those that are stored. In a run that is taken up again they
 * may be more than are left: whoever has a report by now is passed over.
 */
export async function storeAccounts(
  run: RunName,
  { pass, accountIds }: { readonly pass: number; readonly accountIds: readonly string[] },
  { evidence }: Centre,
): Promise<readonly string[]> {
  const key = evidenceKeys.accounts(run, pass);
  return demand(await storeOnce(evidence, { key, record: [...accountIds] }, ANYONE), `the accounts of pass ${pass}`);
}

/** The accounts that have a stored report, whatever it says. Throws `evidence-unreadable` where not all could be listed. */
export async function reportedAccounts(
  run: RunName,
  { evidence }: Pick<Centre, 'evidence'>,
): Promise<ReadonlySet<string>> {
  const { items, end } = await evidence.list(evidenceKeys.records(run, 'reports'));
  if (end.state === 'unknown') demand(end, 'the list of reports');
  return new Set(items.flatMap((key) => /account=(\d{12})\.json$/.exec(key)?.[1] ?? []));
}

/** The verdict of the last pass of a run that was weighed; `absent` where none was. */
export async function readLastGate(
  { policy, runId }: RunName,
  { evidence }: Pick<Centre, 'evidence'>,
): Promise<Reading<Gate>> {
  const check = { schema: gateSchema, subject: { policy, runId } };
  for (let pass = LAST_PASS; pass >= 1; pass -= 1) {
    const stored = await readStored(evidence, evidenceKeys.gate({ policy, runId }, pass), check);
    if (stored.state !== 'absent') return stored;
  }
  return { state: 'absent' };
}

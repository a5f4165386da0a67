import { batchingOf, dueOf, evidenceKeys, sweptAccounts, termsOf, type Batching, type RunName } from '@keysweep/core';
import type { Centre } from './centre.ts';
import { record } from './history.ts';
import { takeInventory, type HashedConfig } from './inventory.ts';
import { takeLease } from './lease.ts';
import { storeAccounts, storeTerms } from './run-records.ts';

/** A run that has begun: its accounts, and how they are dealt out. */
export interface BegunRun extends Batching {
  readonly run: RunName;
  /** Accounts of the organization, and those of them that this run sweeps. */
  readonly organizationAccounts: number;
  readonly accounts: number;
  /** Where the list of the latter is stored. */
  readonly accountsKey: string;
}

/**
 * Begins a run, or takes one up again: lease, inventory, terms, the accounts of the first pass, and history, in this
 * order. Throws `run-duplicate` where another execution of it is at work.
 */
export async function beginRun(
  { policy, runId }: RunName,
  { hashed, centre }: { readonly hashed: HashedConfig; readonly centre: Centre },
): Promise<BegunRun> {
  const run = { policy, runId };
  await takeLease(run, centre);
  const manifest = await takeInventory(run, dueOf(runId), { hashed, centre });
  await storeTerms(termsOf(manifest), centre);
  const accountIds = sweptAccounts(manifest)
    .map(({ accountId }) => accountId)
    .sort();
  await storeAccounts(run, { pass: 1, accountIds }, centre);
  const nothingYet = { reasons: [], revocationsPlanned: 0, revocations: 0 };
  await record(centre.evidence, policy, { runId, state: 'started', at: manifest.asOf, ...nothingYet });
  return {
    run,
    organizationAccounts: manifest.accounts.length,
    accounts: accountIds.length,
    accountsKey: evidenceKeys.accounts(run, 1),
    ...batchingOf(accountIds.length),
  };
}

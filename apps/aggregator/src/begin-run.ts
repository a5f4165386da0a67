import {
  batchingOf,
  dueOf,
  evidenceKeys,
  sweptAccounts,
  termsOf,
  type Approval,
  type Batching,
  type Manifest,
  type RunName,
} from '@keysweep/core';
import type { Centre } from './centre.ts';
import { openHeldRun, refused, type HeldRun } from './held-run.ts';
import { record } from './history.ts';
import { policyNamed, readManifest, takeInventory, type HashedConfig } from './inventory.ts';
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

/** What a run begins with. */
export interface Beginning {
  readonly hashed: HashedConfig;
  readonly centre: Centre;
  /** The held run that it is to let go on; null or left out: it plans for itself. */
  readonly approval?: Approval | null;
}

/**
 * Begins a run, or takes one up again: lease, inventory, terms, the accounts of the first pass, and history, in this
 * order. Throws `run-duplicate` where another execution of it is at work, `approval-refused` where it is to let a held run
 * go on that may not.
 */
export async function beginRun({ policy, runId }: RunName, beginning: Beginning): Promise<BegunRun> {
  const { hashed, centre } = beginning;
  const run = { policy, runId };
  await takeLease(run, centre);
  const begun = await readManifest(run, centre);
  const held = await heldRunOf(run, begun, beginning);
  const manifest = begun ?? (await takeInventory(run, held, { hashed, centre }));
  await storeTerms(termsOf(manifest), centre);
  const accountIds = await storeAccounts(run, { pass: 1, accountIds: accountsOf(manifest, held) }, centre);
  const nothingYet = { reasons: [], revocationsPlanned: 0, revocations: 0 };
  const at = dueOf(runId).toISOString();
  await record(centre.evidence, policy, { runId, state: 'started', at, ...nothingYet, approves: manifest.approves });
  return {
    run,
    organizationAccounts: manifest.accounts.length,
    accounts: accountIds.length,
    accountsKey: evidenceKeys.accounts(run, 1),
    ...batchingOf(accountIds.length),
  };
}

/** The held run that a run lets go on, by what it has begun with or begins with now; null where it plans for itself. */
async function heldRunOf(
  { policy, runId }: RunName,
  begun: Manifest | null,
  { hashed, centre, approval = null }: Beginning,
): Promise<HeldRun | null> {
  const approves = begun === null ? approval : begun.approves;
  if (approval !== null && !isSame(approval, approves))
    throw refused({
      problem: `the run ${runId} has begun, and not by this approval of ${approval.runId}`,
      hint: 'leave "scheduledTime" out: it is now',
    });
  return approves === null
    ? null
    : openHeldRun(approves, { asRun: runId, policy: policyNamed(policy, hashed.config) }, centre);
}

function isSame(left: Approval, right: Approval | null): boolean {
  return left.runId === right?.runId && left.by === right.by && left.reason === right.reason;
}

/** The ids of the accounts that a run sweeps; of those that a held run has left, where it lets that one go on. */
function accountsOf(manifest: Manifest, held: HeldRun | null): string[] {
  const accountIds = sweptAccounts(manifest).map(({ accountId }) => accountId);
  return accountIds.filter((accountId) => held === null || held.accounts.has(accountId)).sort();
}

import { LAST_PASS, type Approval, type Gate, type RunName } from '@keysweep/core';
import { beginRun, type BegunRun } from './begin-run.ts';
import type { Centre } from './centre.ts';
import { endRun, type EndedRun } from './end-run.ts';
import { findLeftovers } from './find-leftovers.ts';
import { inBatches } from './in-batches.ts';
import type { HashedConfig } from './inventory.ts';
import { readAccounts } from './run-records.ts';
import { planBatch, sweepBatch, type Batch } from './sweep-batch.ts';
import { weighAsking, type Objection } from './weigh-run.ts';

/** An account that gave no plan, and why. */
export interface PlanFailure {
  readonly accountId: string;
  readonly why: string;
}

/** What a sweep tells while it works. */
export type Progress =
  | { readonly stage: 'inventory'; readonly accounts: number; readonly swept: number }
  | { readonly stage: 'planned'; readonly accounts: number; readonly failures: readonly PlanFailure[] }
  | {
      readonly stage: 'gate';
      readonly verdict: Gate['verdict'];
      readonly reasons: readonly string[];
      readonly revocations: number;
    }
  | { readonly stage: 'swept'; readonly pass: number; readonly reported: number; readonly left: number };

/** What a sweep is made with. */
export interface SweepInput {
  readonly hashed: HashedConfig;
  readonly centre: Centre;
  readonly onProgress: (progress: Progress) => void;
  /** The held run that it is to let go on; null or left out: it plans for itself. */
  readonly approval?: Approval | null;
  /** Asked of every gate that would be open, before its verdict is stored; default: nobody objects. */
  readonly objectTo?: Objection;
  /** Whether to begin no further batch of accounts; default: never. */
  readonly isToStop?: () => boolean;
}

/**
 * Runs one policy's sweep in this process, by the stages of the state machine and in its order: plan everything, weigh
 * it, then act, and a second pass over what was left. Stages share nothing but records, so starting the same run again
 * goes on where it stopped. As in the state machine, a run whose stage throws is ended as failed. Throws `interrupted` once it
 * is to stop.
 */
export async function runSweep(name: RunName, input: SweepInput): Promise<EndedRun> {
  const { centre } = input;
  const begun = await beginRun(name, input);
  input.onProgress({ stage: 'inventory', accounts: begun.organizationAccounts, swept: begun.accounts });
  try {
    await passThrough(begun, input);
  } catch (error) {
    // What stopped the stage may stop this as well; the first error is the one to hear of.
    await endRun(begun.run, centre).catch(() => undefined);
    throw error;
  }
  return endRun(begun.run, centre);
}

async function passThrough(begun: BegunRun, input: SweepInput): Promise<void> {
  let left = begun.accounts;
  for (let pass = 1; pass <= LAST_PASS && left > 0; pass += 1) {
    const accounts = await readAccounts(begun.run, pass, input.centre);
    const gate = await planAndWeigh({ run: begun.run, accounts, pass }, input);
    if (gate.verdict === 'held') return;
    await sweepAll({ run: begun.run, accounts, pass }, input);
    left = (await findLeftovers(begun.run, pass, input.centre)).left;
  }
}

/** The accounts of one pass. */
interface Pass extends Batch {
  readonly pass: number;
}

async function planAndWeigh({ run, pass, accounts }: Pass, input: SweepInput): Promise<Gate> {
  const { centre, onProgress, objectTo, isToStop } = input;
  const planned = await inBatches(accounts, (batch) => planBatch({ run, accounts: batch }, centre), isToStop);
  const failures = planned.flatMap(({ accountId, result }) => (result === null ? [] : [{ accountId, why: result }]));
  onProgress({ stage: 'planned', accounts: accounts.length, failures });
  const gate = await weighAsking(run, { pass, objectTo }, centre);
  const { verdict, reasons, totals } = gate;
  onProgress({ stage: 'gate', verdict, reasons, revocations: totals.revocations });
  return gate;
}

async function sweepAll({ run, pass, accounts }: Pass, { centre, onProgress, isToStop }: SweepInput): Promise<void> {
  const terms = { run, pass, last: pass === LAST_PASS, finishBy: null };
  const swept = await inBatches(accounts, (batch) => sweepBatch({ ...terms, accounts: batch }, centre), isToStop);
  const reported = swept.filter(({ result }) => result.state === 'reported').length;
  onProgress({ stage: 'swept', pass, reported, left: swept.length - reported });
}

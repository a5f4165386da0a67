import {
  demand,
  evidenceKeys,
  gateSchema,
  KeysweepError,
  readStored,
  type Gate,
  type RunName,
  type RunTerms,
} from '@keysweep/core';
import { planSourceOf } from './approved-plans.ts';
import type { Centre } from './centre.ts';
import { planAccount } from './plan-account.ts';
import { readAccounts, readTerms } from './run-records.ts';
import { sweepAccount, type SweptAccount } from './sweep-account.ts';

/** Some accounts of a run, in one of its passes. */
export interface Batch {
  readonly run: RunName;
  readonly accounts: readonly string[];
}

/** A batch that is to be swept by the gate of its pass. */
export interface SweepBatch extends Batch {
  readonly pass: number;
  /** Whether no other pass will come. */
  readonly last: boolean;
  /** When to stop reading; null for never. */
  readonly finishBy: Date | null;
}

/** One account of a batch, with what became of it. */
export interface BatchResult<T> {
  readonly accountId: string;
  readonly result: T;
}

/**
 * Has every account of a batch planned and its plan stored: null, or why there is none. An account's error is data: it
 * never stops the others. Throws `run-invalid` for an account that is not the run's.
 */
export async function planBatch(batch: Batch, centre: Centre): Promise<BatchResult<string | null>[]> {
  const run = await termsOfBatch(batch, centre);
  const source = await planSourceOf(run, centre);
  return forEachAccount(batch.accounts, centre, async (accountId) => {
    const planned = await planAccount(run, accountId, { source, centre });
    return planned.state === 'answered' ? null : planned.failure.message;
  });
}

/** Takes every account of a batch through apply, audit and report. The switch is read once more, for this batch. */
export async function sweepBatch(batch: SweepBatch, centre: Centre): Promise<BatchResult<SweptAccount>[]> {
  const run = await termsOfBatch(batch, centre);
  const gate = await readGate(batch, centre);
  const position = await centre.sweepSwitch.read();
  const switchOn = position.state === 'known' && position.value.state === 'enabled';
  const planSource = await planSourceOf(run, centre);
  const { last, finishBy } = batch;
  const inTime = (): boolean => finishBy === null || centre.clock.now().getTime() < finishBy.getTime();
  return forEachAccount(batch.accounts, centre, (accountId) =>
    sweepAccount(run, accountId, { pass: { gate, switchOn, planSource, last, inTime }, centre }),
  );
}

/** The terms of the batch's run. Whoever asks, a run works on the accounts of its own manifest alone. */
async function termsOfBatch({ run, accounts }: Batch, centre: Centre): Promise<RunTerms> {
  const ofRun = new Set(await readAccounts(run, 1, centre));
  const stranger = accounts.find((accountId) => !ofRun.has(accountId));
  if (stranger !== undefined)
    throw new KeysweepError('run-invalid', `${stranger} is not an account of the run ${run.runId} of ${run.policy}`);
  return readTerms(run, centre);
}

async function readGate({ run, pass }: SweepBatch, { evidence }: Centre): Promise<Gate> {
  const check = { schema: gateSchema, subject: { policy: run.policy, runId: run.runId } };
  return demand(await readStored(evidence, evidenceKeys.gate(run, pass), check), 'the verdict of the gate');
}

/** Works on the accounts of a batch, as many at a time as the centre allows. */
export function forEachAccount<T>(
  accounts: readonly string[],
  { paceOfAccounts }: Centre,
  work: (accountId: string) => Promise<T>,
): Promise<BatchResult<T>[]> {
  return Promise.all(
    accounts.map((accountId) => paceOfAccounts.run(async () => ({ accountId, result: await work(accountId) }))),
  );
}

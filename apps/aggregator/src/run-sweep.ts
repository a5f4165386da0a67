import { dueOf, KeysweepError, sweptAccounts, type Gate, type RunName } from '@keysweep/core';
import type { Centre, Run } from './centre.ts';
import { record } from './history.ts';
import { takeInventory, type HashedConfig } from './inventory.ts';
import { releaseLease, takeLease } from './lease.ts';
import { nameOf } from './plan-account.ts';
import type { SweptAccount } from './sweep-account.ts';
import { planBatch, sweepBatch, type BatchResult } from './sweep-batch.ts';
import { weighRun } from './weigh-run.ts';

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

/** How a run ended. */
export interface EndedRun extends RunName {
  readonly state: 'finished' | 'held';
  readonly reasons: readonly string[];
  /** Keys deleted or deactivated, by the reports of this execution's accounts. */
  readonly revocations: number;
}

/** What a sweep is made with. */
export interface SweepInput {
  readonly hashed: HashedConfig;
  readonly centre: Centre;
  readonly onProgress: (progress: Progress) => void;
}

/** Accounts per batch: what one Lambda of the aggregator handles in one go. */
const BATCH_SIZE = 20;
const PASSES = 2;

/**
 * Runs one policy's sweep from inventory to reports, in the order of the state machine: plan everything, weigh it, then
 * act, and a second pass over what was left. Starting the same run again goes on where it stopped.
 */
export async function runSweep(name: RunName, input: SweepInput): Promise<EndedRun> {
  const { centre } = input;
  await takeLease(name, centre);
  const run = await takeInventory(name, dueOf(name.runId), input);
  const accounts = sweptAccounts(run.manifest).map(({ accountId }) => accountId);
  input.onProgress({ stage: 'inventory', accounts: run.manifest.accounts.length, swept: accounts.length });
  await record(
    centre.evidence,
    name.policy,
    pastRun(run, { ...name, state: 'started', reasons: [], revocations: 0 }, 0),
  );
  const ended = await passThrough(run, accounts, input);
  await record(centre.evidence, name.policy, pastRun(run, ended.run, ended.planned));
  await releaseLease(name, centre);
  return ended.run;
}

async function passThrough(
  run: Run,
  accounts: readonly string[],
  input: SweepInput,
): Promise<{ run: EndedRun; planned: number }> {
  const name = nameOf(run);
  const results = new Map<string, SweptAccount>();
  let gate: Gate | null = null;
  for (let pass = 1; pass <= PASSES; pass += 1) {
    const open = accounts.filter((accountId) => results.get(accountId)?.state !== 'reported');
    if (open.length === 0) break;
    gate = await planAndWeigh(run, open, { pass, input });
    if (gate.verdict === 'held') break;
    const passInput = { pass: { gate, last: pass === PASSES }, centre: input.centre };
    const swept = await inBatches(open, (batch) => sweepBatch(run, batch, passInput));
    for (const { accountId, result } of swept) results.set(accountId, result);
    input.onProgress({ stage: 'swept', pass, ...countSwept(swept) });
  }
  const heldBySwitch = gate?.verdict === 'held' ? gate.reasons : [];
  const state = heldBySwitch.length > 0 ? 'held' : 'finished';
  const revocations = [...results.values()].reduce((sum, result) => sum + countRevocations(result), 0);
  return { run: { ...name, state, reasons: heldBySwitch, revocations }, planned: gate?.totals.revocations ?? 0 };
}

async function planAndWeigh(
  run: Run,
  open: readonly string[],
  { pass, input }: { pass: number; input: SweepInput },
): Promise<Gate> {
  const planned = await inBatches(open, (batch) => planBatch(run, batch, input.centre));
  const failures = planned.flatMap(({ accountId, result }) => (result === null ? [] : [{ accountId, why: result }]));
  input.onProgress({ stage: 'planned', accounts: open.length, failures });
  const gate = await weighRun(run, pass, input.centre);
  input.onProgress({
    stage: 'gate',
    verdict: gate.verdict,
    reasons: gate.reasons,
    revocations: gate.totals.revocations,
  });
  return gate;
}

async function inBatches<T>(
  accounts: readonly string[],
  work: (batch: readonly string[]) => Promise<BatchResult<T>[]>,
): Promise<BatchResult<T>[]> {
  const results: BatchResult<T>[] = [];
  for (let start = 0; start < accounts.length; start += BATCH_SIZE)
    results.push(...(await work(accounts.slice(start, start + BATCH_SIZE))));
  return results;
}

function countSwept(swept: readonly BatchResult<SweptAccount>[]): { reported: number; left: number } {
  const reported = swept.filter(({ result }) => result.state === 'reported').length;
  return { reported, left: swept.length - reported };
}

function countRevocations(result: SweptAccount): number {
  if (result.state !== 'reported') return 0;
  return result.report.keys.filter(({ ending }) => ending === 'deleted' || ending === 'deactivated').length;
}

function pastRun(
  { manifest }: Run,
  { runId, state, reasons, revocations }: Omit<EndedRun, 'state'> & { state: EndedRun['state'] | 'started' },
  revocationsPlanned: number,
) {
  if (runId !== manifest.runId)
    throw new KeysweepError('internal', 'a run was about to be remembered under another name');
  return { runId, state, at: manifest.asOf, reasons: [...reasons], revocationsPlanned, revocations };
}

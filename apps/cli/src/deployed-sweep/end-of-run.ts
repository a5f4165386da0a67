import { countOf, readPublishedSummary } from '@keysweep/aggregator';
import type { ExecutionState } from '@keysweep/aws';
import { demand, evidenceKeys, KeysweepError, VERDICT_EXIT_CODES, type PastRun, type RunName } from '@keysweep/core';
import { EXIT_CODES } from '../exit-codes.ts';
import { printSummary } from '../from-here/print-summary.ts';
import type { Voice } from '../from-here/quiet.ts';
import { printable } from '../printable.ts';
import type { Terminal } from '../terminal.ts';
import { demandSucceeded } from './demand-succeeded.ts';
import type { Followed } from './followed.ts';
import type { DeployedOptions, DeployedSweeps } from './open-sweeps.ts';
import { readPastRun } from './past-runs.ts';

/** With what the end of a run is told. */
export interface Ending {
  readonly sweeps: DeployedSweeps;
  readonly options: DeployedOptions;
  readonly terminal: Terminal;
  readonly voice: Voice;
}

/**
 * Prints the summary that an execution published, and says how its run ended: the exit code, by the verdict, or 5 for a run that
 * was held. Throws `run-failed`, `run-duplicate` or `approval-refused` for an execution that did not get through, and `evidence-…`.
 */
export async function tellEnd(
  { executionArn, run }: Followed,
  ended: ExecutionState,
  { sweeps, options, terminal, voice }: Ending,
): Promise<number> {
  const id = demandSucceeded(executionArn, ended);
  const { evidence } = sweeps;
  const summary = demand(await readPublishedSummary(id, evidence), `the summary ${id}`);
  const { output, out } = options;
  const print = { output, evidence, ...(out === undefined ? {} : { out }) };
  const files = await printSummary({ summary, published: { summary: evidenceKeys.summary(id) } }, print, terminal);
  if (files.length > 0) voice.tell(files.map((file) => `  ${file}`).join('\n'));
  return run === null
    ? VERDICT_EXIT_CODES[summary.verdict]
    : tellRun(run, await pastRun(run, sweeps), { summary, voice });
}

function tellRun(
  { policy, runId }: RunName,
  { state, reasons, revocations }: PastRun,
  {
    summary,
    voice,
  }: { readonly summary: { readonly verdict: keyof typeof VERDICT_EXIT_CODES }; readonly voice: Voice },
): number {
  if (state === 'held') {
    voice.warn(
      `The run ${runId} of ${policy} was HELD: ${reasons.map(printable).join('; ')}\n  to let it do what it had planned: keysweep sweep --approve ${runId} --policy ${policy} --reason '<why>'`,
    );
    return EXIT_CODES.held;
  }
  voice.tell(`The run ${runId} of ${policy} is ${state}: ${countOf(revocations, 'key')} revoked.`);
  return state === 'finished' ? VERDICT_EXIT_CODES[summary.verdict] : EXIT_CODES.failure;
}

async function pastRun(run: RunName, sweeps: DeployedSweeps): Promise<PastRun> {
  const past = await readPastRun({ ...sweeps, policy: run.policy }, run.runId);
  if (past !== undefined) return past;
  throw new KeysweepError('evidence-unreadable', `the history of ${run.policy} does not know the run ${run.runId}`, {
    hint: 'it keeps the last 20 runs; the summary above is as of then',
  });
}

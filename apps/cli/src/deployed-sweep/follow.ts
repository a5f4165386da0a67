import { readExecution, systemClock, type ExecutionState } from '@keysweep/aws';
import { KeysweepError, type Failure } from '@keysweep/core';
import { EXIT_CODES } from '../exit-codes.ts';
import type { Voice } from '../from-here/quiet.ts';
import { listenForInterruption } from '../interruption.ts';
import { tellProgress, type Progress } from '../progress.ts';
import { gateText } from '../sweep-text/plan-text.ts';
import type { Terminal } from '../terminal.ts';
import type { Followed } from './followed.ts';
import type { DeployedSweeps } from './open-sweeps.ts';
import { readStep, type RunStep } from './run-step.ts';

/** Between two looks: short at first, and longer as a run goes on. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
/** So many looks in a row may fail, each tried several times by itself. */
const FAILURES_BORNE = 5;

/** With what an execution is followed. */
export interface Following {
  readonly sweeps: DeployedSweeps;
  readonly terminal: Terminal;
  readonly voice: Voice;
  readonly quiet: boolean;
  /** The command that follows the same again. */
  readonly again: string;
}

/**
 * Looks at an execution until it has ended, and tells how far its run is. Ctrl-C ends the looking alone, and this process with
 * 130. Throws `run-failed` where it cannot be looked at any more, which says nothing of the run.
 */
export async function follow(followed: Followed, following: Following): Promise<ExecutionState> {
  const { terminal, voice, quiet, again } = following;
  const progress = tellProgress(terminal, quiet);
  const interruption = listenForInterruption(() => {
    voice.warn(
      `The run goes on, and nobody looks on any more.\n  to follow it again: ${again}\n  to stop it before its next batch of accounts: keysweep pause --reason '<why>'`,
    );
    process.exit(EXIT_CODES.interrupted);
  });
  try {
    return await lookUntilEnded(followed, following, progress);
  } finally {
    interruption.release();
    progress.end();
  }
}

async function lookUntilEnded(
  { executionArn, run }: Followed,
  { sweeps, voice, again }: Following,
  progress: Progress,
): Promise<ExecutionState> {
  const tellStep = stepTeller(voice, progress);
  let failures = 0;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(LONGEST_PAUSE_MS, pause * 1.5)) {
    const execution = await readExecution(sweeps.connection, executionArn);
    failures = execution.state === 'known' ? 0 : failures + 1;
    if (execution.state === 'unknown' && (failures === FAILURES_BORNE || execution.failure.kind === 'access-denied'))
      throw outOfSight(execution.failure, again);
    const step = run === null ? null : await readStep(run, sweeps.evidence);
    if (step !== null) tellStep(step);
    if (execution.state === 'known' && execution.value.status !== 'RUNNING') return execution.value;
    await systemClock.pause(pause);
  }
}

function stepTeller({ tell, warn }: Voice, progress: Progress): (step: RunStep) => void {
  const told = { stage: '', done: 0, pass: 0 };
  return ({ stage, done, accounts, gate }) => {
    if (gate !== null && gate.pass > told.pass) {
      const { verdict, reasons, totals } = gate.verdict;
      const line = gateText({ verdict, reasons, revocations: totals.revocations });
      if (verdict === 'held') warn(line);
      else tell(gate.pass === 1 ? line : `Pass ${gate.pass}: ${line}`);
      told.pass = gate.pass;
    }
    if (stage !== told.stage) {
      progress.begin(stage, accounts);
      Object.assign(told, { stage, done: 0 });
    }
    for (; told.done < done; told.done += 1) progress.step();
  };
}

function outOfSight({ operation, code, message }: Failure, again: string): KeysweepError {
  return new KeysweepError(
    'run-failed',
    `the execution cannot be looked at any more: ${operation}: ${code}: ${message}`,
    {
      hint: `the run goes on all the same; to follow it: ${again}`,
    },
  );
}

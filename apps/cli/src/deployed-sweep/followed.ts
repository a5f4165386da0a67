import { readHolder } from '@keysweep/aggregator';
import { readExecution, type ExecutionState } from '@keysweep/aws';
import { dueOf, KeysweepError, runIdOf, type Reading, type RunName } from '@keysweep/core';
import type { DeployedSweeps } from './open-sweeps.ts';
import { readPastRuns } from './past-runs.ts';

/** An execution of the state machine, and the run that it does; null where it only looks. */
export interface Followed {
  readonly executionArn: string;
  readonly run: RunName | null;
  readonly startedAt: Date;
}

/** What stands in place of a run's id for the newest of the policy. */
const LATEST = 'latest';

/** The id of a run of the policy as somebody names it. Throws `usage` where there is no newest, `run-invalid` or `evidence-…`. */
export async function runIdNamed(word: string, sweeps: DeployedSweeps): Promise<string> {
  if (word !== LATEST) return runIdOf(dueOf(word));
  const [newest] = await readPastRuns(sweeps);
  if (newest !== undefined) return newest.runId;
  throw new KeysweepError('usage', `there is no run of ${sweeps.policy} yet`, { hint: 'name another with --policy' });
}

/**
 * The execution that somebody names by its ARN, by its run, or as the latest. Throws `usage` for what is no execution of the
 * state machine, or was swept from elsewhere; `evidence-…` or `run-failed` where it cannot be read.
 */
export async function findFollowed(word: string, sweeps: DeployedSweeps): Promise<Followed> {
  const executionArn = word.startsWith('arn:') ? word : await executionOf(word, sweeps);
  const executions = `${sweeps.stateMachineArn.replace(':stateMachine:', ':execution:')}:`;
  if (!executionArn.startsWith(executions))
    throw new KeysweepError('usage', `${word} is done by ${executionArn}, which is no execution of the centre`, {
      hint: `executions are ${executions}…; a run from elsewhere is followed there`,
    });
  return followedBy(executionArn, await readExecution(sweeps.connection, executionArn));
}

/** What an execution does, by its own input. Throws `usage` where there is none, `run-failed` where it cannot be read. */
export function followedBy(executionArn: string, reading: Reading<ExecutionState>): Followed {
  if (reading.state === 'absent')
    throw new KeysweepError('usage', `there is no execution ${executionArn}`, {
      hint: 'AWS forgets an execution after 90 days; what its run did is in the summaries',
    });
  if (reading.state === 'unknown') {
    const { operation, code, message } = reading.failure;
    throw new KeysweepError('run-failed', `the execution could not be read: ${operation}: ${code}: ${message}`, {
      hint: `that says nothing of the run; to follow it: keysweep sweep --follow ${executionArn}`,
    });
  }
  const { startedAt } = reading.value;
  return { executionArn, run: runOf(reading.value), startedAt };
}

/** As the state machine has it: only `apply: true` with a policy sweeps, by default as of its start. */
function runOf({ input, startedAt }: ExecutionState): RunName | null {
  const asked = JSON.parse(input) as Readonly<Record<string, unknown>> | null;
  const { policy, apply, scheduledTime } = asked ?? {};
  if (typeof policy !== 'string' || apply !== true) return null;
  const due = typeof scheduledTime === 'string' ? new Date(scheduledTime) : startedAt;
  return Number.isNaN(due.getTime()) ? null : { policy, runId: runIdOf(due) };
}

async function executionOf(word: string, sweeps: DeployedSweeps): Promise<string> {
  const { policy } = sweeps;
  const runId = await runIdNamed(word, sweeps);
  const holder = await readHolder({ policy, runId }, sweeps);
  if (holder.state === 'known') return holder.value;
  if (holder.state === 'absent')
    throw new KeysweepError('usage', `there is no run ${runId} of ${policy}`, { hint: 'name the newest as latest' });
  const { code, message } = holder.failure;
  throw new KeysweepError(
    'evidence-unreadable',
    `the lease of the run ${runId} could not be read: ${code}: ${message}`,
  );
}

import { readExecution, startApprovedSweep, startSweep, systemClock } from '@keysweep/aws';
import { KeysweepError, type Approval, type Reading } from '@keysweep/core';
import { followedBy, type Followed } from './followed.ts';
import type { DeployedSweeps } from './open-sweeps.ts';

/** AWS may not know an execution yet that it has just started. */
const LOOKS = 10;
const PAUSE_MS = 1000;

/**
 * Starts a sweep of the policy, or the one that does what a held run had planned. Throws `not-deployed` where there is no state
 * machine, `run-failed` where none was started.
 */
export async function start(sweeps: DeployedSweeps, approval: Approval | null): Promise<Followed> {
  const { connection, stateMachineArn, policy } = sweeps;
  const started =
    approval === null
      ? await startSweep(connection, stateMachineArn, policy)
      : await startApprovedSweep(connection, stateMachineArn, { policy, approval });
  const executionArn = demandStarted(started, sweeps);
  for (let look = 1; ; look += 1) {
    const execution = await readExecution(connection, executionArn);
    if (execution.state !== 'absent' || look === LOOKS) return followedBy(executionArn, execution);
    await systemClock.pause(PAUSE_MS);
  }
}

function demandStarted(started: Reading<string>, { stateMachineArn, accountId, caller }: DeployedSweeps): string {
  if (started.state === 'known') return started.value;
  if (started.state === 'absent')
    throw new KeysweepError('not-deployed', `there is no state machine ${stateMachineArn}`, {
      hint: 'deploy the central stack first; to sweep without it: keysweep sweep --from-here',
    });
  const { operation, code, message } = started.failure;
  throw new KeysweepError('run-failed', `no sweep was started: ${operation}: ${code}: ${message}`, {
    hint: `you are ${caller.arn}: the role keysweep-operator of ${accountId} may`,
  });
}

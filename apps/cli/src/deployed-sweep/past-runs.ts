import { demand, evidenceKeys, historySchema, readStored, type History, type PastRun } from '@keysweep/core';
import type { DeployedSweeps } from './open-sweeps.ts';

/** The last runs of the policy, newest first. Throws `evidence-…` where they cannot be read. */
export async function readPastRuns({ evidence, policy }: DeployedSweeps): Promise<History['runs']> {
  const check = { schema: historySchema, subject: { policy } };
  const stored = await readStored(evidence, evidenceKeys.history(policy), check);
  return stored.state === 'absent' ? [] : demand(stored, `the history of ${policy}`).runs;
}

/** What history says of a run; undefined where it does not know it. */
export async function readPastRun(sweeps: DeployedSweeps, runId: string): Promise<PastRun | undefined> {
  return (await readPastRuns(sweeps)).find((past) => past.runId === runId);
}

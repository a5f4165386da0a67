import {
  accountPlanSchema,
  evidenceKeys,
  known,
  readStored,
  type Failure,
  type Reading,
  type RunTerms,
} from '@keysweep/core';
import type { Centre } from './centre.ts';
import { fromAgent, type PlanSource } from './plan-account.ts';
import { readLastGate } from './run-records.ts';

/**
 * Where the plans of a run come from: the agents; or, where it lets a held run go on, the plans of that one that its gate had
 * weighed. Then no agent is asked for any, and an account without one gets none: what was approved is never added to.
 */
export async function planSourceOf(run: RunTerms, centre: Centre): Promise<PlanSource> {
  const { approves, policy } = run;
  if (approves === null) return fromAgent;
  const gate = await readLastGate({ policy, runId: approves.runId }, centre);
  const weighed = gate.state === 'known' ? known(new Set(gate.value.accounts)) : gate;
  return async ({ organizationId, runId }, accountId, { evidence }) => {
    if (weighed.state !== 'known') return { state: 'lost', failure: failureIn(weighed, approves.runId) };
    if (!weighed.value.has(accountId)) return { state: 'lost', failure: noPlan(approves.runId) };
    const subject = { organizationId, accountId, policy, runId: approves.runId };
    const key = evidenceKeys.account({ policy, runId: approves.runId }, 'plans', accountId);
    const plan = await readStored(evidence, key, { schema: accountPlanSchema, subject });
    return plan.state === 'known'
      ? { state: 'answered', value: { ...plan.value, runId } }
      : { state: 'lost', failure: failureIn(plan, approves.runId) };
  };
}

function failureIn(reading: Exclude<Reading<unknown>, { state: 'known' }>, heldRun: string): Failure {
  return reading.state === 'unknown' ? reading.failure : noPlan(heldRun);
}

function noPlan(heldRun: string): Failure {
  const message = `the run ${heldRun}, which was approved, had weighed no plan of it`;
  return { kind: 'not-found', operation: 'keysweep:Approve', code: 'NoApprovedPlan', message };
}

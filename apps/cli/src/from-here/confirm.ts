import { pace, type CallerIdentity } from '@keysweep/aws';
import type { Objection } from '@keysweep/aggregator';
import {
  accountPlanSchema,
  demand,
  evidenceKeys,
  maskAccessKeyId,
  readStored,
  type EvidenceStore,
  type Gate,
  type RunName,
} from '@keysweep/core';
import { changesOf, digestOf, type PlanDigest } from '../sweep-text/plan-digest.ts';
import { planText, type AccountNames } from '../sweep-text/plan-text.ts';
import type { Ask } from '../terminal.ts';

const READS_AT_A_TIME = 20;

/** What somebody is asked with. */
export interface Confirming {
  readonly run: RunName;
  readonly evidence: EvidenceStore;
  readonly caller: CallerIdentity;
  readonly names: AccountNames;
  /** Shows what is to be confirmed, whatever else is kept quiet. */
  readonly show: (text: string) => void;
  /** Said once before the first question. */
  readonly beware: string;
  /** Null where the command line has said yes. */
  readonly ask: Ask | null;
}

/**
 * Shows the stored plans that a gate would let through, and asks whether to go on: about each plan once, so a second pass asks
 * only about plans that were not there before. Objects where somebody says no, and where the plans hold the very key that this
 * process works with.
 */
export function confirmPlans(confirming: Confirming): Objection {
  const confirmed = new Set<string>();
  return async (gate) => {
    const fresh = gate.accounts.filter((accountId) => !confirmed.has(accountId));
    const plans = await readPlans(fresh, confirming);
    const objection =
      changesOf(plans) === 0
        ? null
        : (objectToOwnKey(plans, confirming.caller) ?? (await ask(plans, gate, confirming)));
    if (objection === null) for (const accountId of fresh) confirmed.add(accountId);
    return objection;
  };
}

async function ask(plans: readonly PlanDigest[], { limit }: Gate, confirming: Confirming): Promise<string | null> {
  const { run, names, show, beware, caller } = confirming;
  show(`\nThe plan of ${run.policy}, run ${run.runId}:\n${planText(plans, names)}\n`);
  show(`This run may do at most ${limit} revocations. ${beware}`);
  if (confirming.ask === null) return null;
  const answer = await confirming.ask(`Revoke ${changesOf(plans)} keys? Only "yes" does: `);
  return answer?.trim().toLowerCase() === 'yes' ? null : `not confirmed by ${caller.arn}`;
}

/** Half-way through a run that took its own key away, nothing could be read, revoked or recorded any more. */
function objectToOwnKey(plans: readonly PlanDigest[], { accessKeyId }: CallerIdentity): string | null {
  const isOurs = plans.some(({ holdsKey }) => holdsKey);
  return isOurs ? `the plan would revoke ${maskAccessKeyId(accessKeyId)}, the key of whoever sweeps: use a role` : null;
}

function readPlans(accountIds: readonly string[], { run, evidence, caller }: Confirming): Promise<PlanDigest[]> {
  const few = pace(READS_AT_A_TIME);
  const read = async (accountId: string): Promise<PlanDigest> => {
    const check = { schema: accountPlanSchema, subject: { accountId, policy: run.policy, runId: run.runId } };
    const stored = await readStored(evidence, evidenceKeys.account(run, 'plans', accountId), check);
    return digestOf(demand(stored, `the plan of ${accountId}`), caller.accessKeyId);
  };
  return Promise.all(accountIds.map((accountId) => few.run(() => read(accountId))));
}

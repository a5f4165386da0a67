import * as v from 'valibot';
import type { AccountPlan } from './account-plan.ts';
import { approvalSchema, type Approval } from './approval.ts';
import { revokes } from './decision.ts';
import { accountId, count, instant, list, LONGEST_TEXT, policyName, runId, text } from './shape.ts';

/** The shape of a gate's verdict as it is stored with the run. */
export const gateSchema = v.object({
  schema: v.literal('keysweep/gate/1'),
  runId,
  policy: policyName,
  at: instant,
  verdict: v.picklist(['open', 'held']),
  /** Why the run is held; empty where it is open. */
  reasons: list(text),
  totals: v.object({ plans: count, accountsChanged: count, accountsRefused: count, revocations: count }),
  /** The most revocations this run might do. */
  limit: count,
  /** Whose word it goes by in place of the limits; null where it goes by them. */
  approves: v.nullish(approvalSchema, null),
  /** Set where nothing held it but the word of a person who was asked. */
  declined: v.optional(v.boolean()),
  /** The accounts whose plans were weighed; no other plan of this run may be applied. */
  accounts: v.pipe(v.array(accountId), v.maxLength(50_000)),
});

/** Whether a run may go on, with the totals it was decided on. */
export type Gate = v.InferOutput<typeof gateSchema>;

/** All that a gate needs of a plan, so that those of a whole organization need not be held at once. */
export interface PlanWeight {
  readonly accountId: string;
  /** Whether the account was refused as a whole: then nothing of it is done. */
  readonly isRefused: boolean;
  /** Keys that would be deleted or deactivated; 0 where it was refused. */
  readonly revocations: number;
}

/** What a plan weighs. */
export function weightOf({ accountId: id, refusal, keys }: AccountPlan): PlanWeight {
  const revocations = keys.filter(({ decision }) => revokes(decision)).length;
  return { accountId: id, isRefused: refusal !== null, revocations: refusal === null ? revocations : 0 };
}

/** What the gate weighs. */
export interface GateInput {
  readonly runId: string;
  readonly policy: string;
  readonly at: string;
  /** What each plan of the run weighs, in the order of its accounts. */
  readonly weights: readonly PlanWeight[];
  readonly maximumRevocationsOrganization: number;
  /** Revocations of the policy's last completed runs, newest first; only four count. */
  readonly lastRevocations: readonly number[];
  /** Whatever else forbids going on: the switch is off, or something the gate needs could not be read. */
  readonly obstacles: readonly string[];
  /** Of a run that approves a held one: by whose word, and the revocations that the held one was weighed with. */
  readonly approved: { readonly approval: Approval; readonly revocations: number } | null;
}

const RUNS_REMEMBERED = 4;
const SMALLEST_JUMP = 50;

/**
 * Weighs the whole organization's plan: against the switch, the organization's limit, and the jump over the policy's
 * last runs (beyond the larger of 50 and three times the largest of the last four). A first run has nothing to jump from.
 * A run that approves a held one is measured against what was approved in place of the limits; all else holds it as any other.
 */
export function weigh(input: GateInput): Gate {
  const { weights } = input;
  const revocations = weights.reduce((sum, each) => sum + each.revocations, 0);
  const limit = input.approved?.revocations ?? limitOf(input);
  const reasons = [
    ...input.obstacles.map((obstacle) => obstacle.slice(0, LONGEST_TEXT)),
    ...(revocations <= limit ? [] : [`${revocations} revocations are planned; this run may do at most ${limit}`]),
  ];
  return {
    schema: 'keysweep/gate/1',
    runId: input.runId,
    policy: input.policy,
    at: input.at,
    verdict: reasons.length === 0 ? 'open' : 'held',
    reasons,
    totals: {
      plans: weights.length,
      accountsChanged: weights.filter((each) => each.revocations > 0).length,
      accountsRefused: weights.filter(({ isRefused }) => isRefused).length,
      revocations,
    },
    limit,
    approves: input.approved?.approval ?? null,
    accounts: weights.map(({ accountId: id }) => id),
  };
}

function limitOf({ lastRevocations, maximumRevocationsOrganization }: GateInput): number {
  const recent = lastRevocations.slice(0, RUNS_REMEMBERED);
  const jump = recent.length === 0 ? Infinity : Math.max(SMALLEST_JUMP, 3 * Math.max(...recent));
  return Math.min(maximumRevocationsOrganization, jump);
}

import { accountListSchema, approvalSchema, LAST_PASS, runTermsSchema } from '@keysweep/core';
import * as v from 'valibot';

const { policy, runId, asOf: instant } = runTermsSchema.entries;
const run = v.object({ policy, runId });
const pass = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(LAST_PASS));
/** One function holds the answers of its whole batch at a time. */
const accounts = v.pipe(accountListSchema, v.minLength(1), v.maxLength(20));

/** What `inventory` is invoked with; `policy` is null for the audit between runs, `scheduledTime` as EventBridge Scheduler or the start of the execution gives it. */
export const inventoryPayload = v.object({
  policy: v.nullable(policy),
  scheduledTime: instant,
  /** The held run that is to be let go on, by whom and why; null or left out: the policy is swept anew. */
  approval: v.optional(v.nullable(approvalSchema), null),
  /** The ARN of the execution: the holder of the run's lease. */
  execution: v.pipe(v.string(), v.regex(/^arn:[\w-]+:states:[\w-]+:\d{12}:execution:[\w-]+:[\w-]+$/)),
});

/** What `sweep` is invoked with: a batch, and what to do with it. */
export const sweepPayload = v.variant('stage', [
  v.object({ stage: v.literal('plan'), run, pass, accounts }),
  v.object({ stage: v.literal('sweep'), run, pass, last: v.boolean(), accounts }),
  v.object({ stage: v.literal('audit'), auditId: runId, accounts }),
]);

/** What `gate` is invoked with. */
export const gatePayload = v.object({ stage: v.picklist(['weigh', 'leftovers']), run, pass });

/**
 * What `summarise` is invoked with; `run` is null between runs, and where nobody knows which run it was. `audited` says that
 * every account was to be looked at, at `at`.
 */
export const summarisePayload = v.object({
  run: v.nullable(run),
  at: instant,
  audited: v.optional(v.boolean(), false),
});

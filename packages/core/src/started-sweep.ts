import * as v from 'valibot';
import { approvalSchema } from './approval.ts';
import { instant, policyName, runId } from './shape.ts';

/** The shape of what `keysweep sweep --no-follow` prints as JSON. */
export const startedSweepSchema = v.object({
  schema: v.literal('keysweep/cli-started-sweep/1'),
  policy: policyName,
  runId,
  executionArn: v.string(),
  startedAt: instant,
  /** The held run whose plans it does, by whose word; null for a run that plans for itself. */
  approves: v.nullable(approvalSchema),
});

/** A sweep that was started and is not followed. */
export type StartedSweep = v.InferOutput<typeof startedSweepSchema>;

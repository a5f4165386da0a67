import * as v from 'valibot';
import { instant, policyName, runId, text } from './shape.ts';

/** Whoever lets keys go on being revoked says who they are, and why. */
const said = v.pipe(text, v.regex(/\S/));

/** The shape of an approval: which held run is let go on, by whom and why. */
export const approvalSchema = v.object({ runId, by: said, reason: said });

/**
 * The shape of the mark that a held run was approved. It lies with that run and is written once, so that of two people who
 * approve it at a time only one does.
 */
export const approvalMarkSchema = v.object({
  schema: v.literal('keysweep/approval/1'),
  policy: policyName,
  /** The run that was held. */
  runId,
  by: said,
  reason: said,
  at: instant,
  /** The run that does what it had planned. */
  approvedAs: runId,
});

/** Which held run is let go on, by whom and why. `by` is what its caller says of themselves, and no proof. */
export type Approval = v.InferOutput<typeof approvalSchema>;
/** The mark that a held run was approved. */
export type ApprovalMark = v.InferOutput<typeof approvalMarkSchema>;

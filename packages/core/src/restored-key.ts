import * as v from 'valibot';
import { plannedKeySchema } from './account-plan.ts';
import { accountId, instant, policyName, text } from './shape.ts';

/** The shape of what `keysweep restore` prints as JSON. */
export const restoredKeySchema = v.object({
  schema: v.literal('keysweep/cli-restore/1'),
  accountId,
  userName: plannedKeySchema.entries.userName,
  accessKeyId: plannedKeySchema.entries.accessKeyId,
  /** Its status as IAM had it. */
  before: text,
  now: v.literal('Active'),
  /** False where it was active before. */
  changed: v.boolean(),
  /** The policy that sweeps the account, and when that is due next, by the newest summary; null where nobody could tell. */
  policy: v.nullable(policyName),
  nextDue: v.nullable(instant),
});

/** A key that was given back. */
export type RestoredKey = v.InferOutput<typeof restoredKeySchema>;

import * as v from 'valibot';
import { accountPlanSchema } from './account-plan.ts';
import { applyAnswerSchema } from './outcome.ts';

/** The shape of what `keysweep sweep --here` prints as JSON. */
export const sweptHereSchema = v.object({
  schema: v.literal('keysweep/cli-here/1'),
  plan: accountPlanSchema,
  /** Null where there was nothing to do, or the account was refused as a whole. */
  answer: v.nullable(applyAnswerSchema),
});

/** What one account's plan was, and what became of it. */
export type SweptHere = v.InferOutput<typeof sweptHereSchema>;

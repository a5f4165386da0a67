import * as v from 'valibot';
import { failureSchema } from './account-plan.ts';
import { accountId, iamId, iamName, instant, list, runId, text } from './shape.ts';

/** Every way the order for one key can end. `not-attempted` is one of them: no key of an order goes without an outcome. */
export const OUTCOMES = [
  'deleted',
  'deactivated',
  'already-gone',
  'already-inactive',
  'refused',
  'failed',
  'not-attempted',
] as const;

const outcome = v.object({
  accessKeyId: iamId,
  userName: iamName,
  decision: v.picklist(['deactivate', 'delete']),
  outcome: v.picklist(OUTCOMES),
  /** What a second look at the user's keys said: as claimed, not as claimed, or null where nobody could look. */
  verified: v.nullable(v.boolean()),
  /** Why, for a key that was refused, failed or left. */
  reason: v.nullable(text),
  failure: v.nullable(failureSchema),
});

/** The shape of an agent's answer to an apply order. */
export const applyAnswerSchema = v.object({
  schema: v.literal('keysweep/outcomes/1'),
  accountId,
  runId,
  finishedAt: instant,
  /** False where something is left that another pass may finish. */
  complete: v.boolean(),
  outcomes: list(outcome),
});

/** What became of the key of an order. */
export type Outcome = v.InferOutput<typeof outcome>;
/** An agent's answer to an apply order. */
export type ApplyAnswer = v.InferOutput<typeof applyAnswerSchema>;

/** The shape of an agent's answer to an order it does not obey. */
export const refusalSchema = v.object({
  schema: v.literal('keysweep/refusal/1'),
  code: v.picklist(['signature', 'malformed', 'organization', 'account', 'stale', 'ceiling']),
  message: text,
});

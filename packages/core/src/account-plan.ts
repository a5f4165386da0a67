import * as v from 'valibot';
import { accountId, count, iamId, iamName, instant, list, policyName, runId, text } from './shape.ts';
import { DECISIONS } from './decision.ts';
import { ACTIONS } from './policy.ts';
import { RULES, type Rule } from './rules.ts';

/** A failed call as it stands in a stored record. */
export const failureSchema = v.object({
  kind: v.picklist([
    'access-denied',
    'throttled',
    'not-found',
    'conflict',
    'service-error',
    'network',
    'malformed',
    'too-large',
    'timeout',
  ]),
  operation: text,
  code: text,
  message: text,
});

/** The shape of a key's last use. */
export const lastUsedSchema = v.union([
  v.object({ state: v.literal('used'), at: instant, service: v.nullable(text), region: v.nullable(text) }),
  v.object({ state: v.picklist(['never', 'unknown']) }),
]);

/** The shape of an exemption that holds. */
export const exemptionSchema = v.object({
  by: v.picklist(['tag', 'tag-until', 'group', 'user']),
  reason: text,
  owner: v.nullable(text),
  until: v.nullable(text),
});

const plannedUser = v.object({
  userName: iamName,
  userId: v.nullable(iamId),
  groups: list(iamName),
  exemption: v.nullable(exemptionSchema),
  /** The date of an exemption that has lapsed, for the reader. */
  lapsedExemption: v.nullable(text),
  mfa: v.nullable(v.boolean()),
  /** How many keys were seen; null where they could not be listed. */
  keys: v.nullable(count),
});

const ruleSchema = v.picklist(Object.keys(RULES) as Rule[]);

/** The shape of one key of a plan. */
export const plannedKeySchema = v.object({
  accessKeyId: iamId,
  userName: iamName,
  userId: v.nullable(iamId),
  status: text,
  createdAt: v.nullable(instant),
  lastUsed: lastUsedSchema,
  decision: v.picklist(DECISIONS),
  rule: ruleSchema,
});

/** The shape of a plan: what one account's keys are, and what is to become of each. An audit has the same shape. */
export const accountPlanSchema = v.object({
  schema: v.literal('keysweep/plan/1'),
  organizationId: text,
  accountId,
  runId,
  policy: policyName,
  action: v.picklist(ACTIONS),
  configHash: text,
  asOf: instant,
  /** Who looked: the agent of the account, or the centre through its audit role. */
  provenance: v.object({
    takenBy: v.picklist(['agent', 'audit']),
    takenAt: instant,
    bundleHash: text,
    templateVersion: text,
    caller: text,
  }),
  groups: list(
    v.object({
      name: iamName,
      role: v.picklist(['included', 'exempt']),
      state: v.picklist(['read', 'missing', 'unreadable']),
      members: count,
    }),
  ),
  users: list(plannedUser),
  keys: list(plannedKeySchema),
  /** Every read that failed, and what it leaves in the dark. */
  unknowns: list(v.object({ concerns: text, failure: failureSchema })),
  /** Set where the account as a whole is refused: nothing of this plan may be done. */
  refusal: v.nullable(v.object({ rule: v.picklist(['blast-radius']), planned: count, limit: count })),
});

/** What one account's keys are, and what is to become of each. */
export type AccountPlan = v.InferOutput<typeof accountPlanSchema>;
/** One key of a plan with its decision, the rule behind it, and the evidence. */
export type PlannedKey = v.InferOutput<typeof plannedKeySchema>;
/** One user in scope. */
export type PlannedUser = v.InferOutput<typeof plannedUser>;
/** Why a user is exempt, who asked and until when. */
export type Exemption = v.InferOutput<typeof exemptionSchema>;
/** A read that failed. */
export type Unknown = AccountPlan['unknowns'][number];
/** Who took a plan or an audit, with what. */
export type Provenance = AccountPlan['provenance'];

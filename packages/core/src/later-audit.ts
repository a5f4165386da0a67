import * as v from 'valibot';
import { accountPlanSchema, exemptionSchema, failureSchema, plannedKeySchema } from './account-plan.ts';
import { keyReference } from './audit.ts';
import { accountListSchema } from './manifest.ts';
import { rulesSchema } from './order.ts';
import { accountId, iamName, instant, list, policyName, runId, text } from './shape.ts';

const auditId = runId;

/** The shape of an audit's terms: whom it looks at, and which runs they are judged by. */
export const auditTermsSchema = v.object({
  schema: v.literal('keysweep/audit/1'),
  organizationId: text,
  /** The instant the audit was due, written as the id of a run is. */
  auditId,
  at: instant,
  configHash: text,
  policies: v.array(
    v.object({
      policy: policyName,
      /** The policy as it is now, for accounts that none of its runs has reached. */
      rules: rulesSchema,
      /** When its accounts are swept next; null where its schedule is never due again. */
      nextDue: v.nullable(instant),
      /** Its settled runs, newest first. */
      runs: v.array(runId),
      /** Why its runs could not be read, or null. */
      unread: v.nullable(failureSchema),
      accounts: accountListSchema,
    }),
  ),
});

/** The shape of what a later look says, by the record of the last run that reached the account. */
export const laterVerdictSchema = v.object({
  /** Keys that the record says must be gone or inactive, and that are active. */
  overdue: list(keyReference),
  /** Keys that the record says must be deleted, and that are there, but inactive. */
  leftInactive: list(keyReference),
  /** Active keys that the next run is to revoke and that no run was to revoke before. */
  notYetDue: list(v.object({ ...keyReference.entries, createdAt: v.nullable(instant) })),
  /** Keys of which it cannot be told what the policy asks. */
  undecided: list(v.object({ ...keyReference.entries, rule: plannedKeySchema.entries.rule })),
  /** Exemptions that the record does not have. They clear nothing that it says must go. */
  newExemptions: list(v.object({ userName: iamName, ...exemptionSchema.entries })),
});

/** The shape of the look at one account between runs. */
export const laterAuditSchema = v.object({
  schema: v.literal('keysweep/later-audit/1'),
  organizationId: text,
  accountId,
  auditId,
  policy: policyName,
  provenance: accountPlanSchema.entries.provenance,
  /** The run whose record the account was judged by; null where no run has left one. */
  against: v.nullable(v.object({ runId, asOf: instant })),
  nextDue: v.nullable(instant),
  look: v.variant('state', [
    v.object({
      state: v.literal('taken'),
      unknowns: accountPlanSchema.entries.unknowns,
      verdict: laterVerdictSchema,
    }),
    v.object({ state: v.literal('unavailable'), failure: failureSchema }),
  ]),
});

/** Whom an audit between runs looks at, and which runs they are judged by. */
export type AuditTerms = v.InferOutput<typeof auditTermsSchema>;
/** What a later look says of an account. */
export type LaterVerdict = v.InferOutput<typeof laterVerdictSchema>;
/** The look at one account between runs. */
export type LaterAudit = v.InferOutput<typeof laterAuditSchema>;

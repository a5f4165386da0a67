import * as v from 'valibot';
import { accountPlanSchema, exemptionSchema, failureSchema, plannedKeySchema } from './account-plan.ts';
import { keyReference } from './audit.ts';
import { censusSchema } from './census.ts';
import { accountListSchema } from './manifest.ts';
import { rulesSchema } from './order.ts';
import { accountId, iamName, instant, list, policyName, runId, text } from './shape.ts';

const auditId = runId;

/** The shape of an audit's terms: whom it looks at, and which runs they are judged by. */
export const auditTermsSchema = v.object({
  schema: v.literal('keysweep/audit/2'),
  organizationId: text,
  /** The instant the audit was due, written as the id of a run is. */
  auditId,
  at: instant,
  configHash: text,
  /** The audit before it, whose looks say who has left the scope since; null where there is none. */
  previous: v.nullable(auditId),
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
  /**
   * Active keys that no policy covers any more: their users were in scope by the record or by the look before, and are in no
   * configured group now. Without those that the record says must go, which are overdue.
   */
  leftScope: list(v.object({ ...keyReference.entries, createdAt: v.nullable(instant) })),
});

/** The shape of the look at one account between runs. */
export const laterAuditSchema = v.object({
  schema: v.literal('keysweep/later-audit/2'),
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
      /** Active keys of users in scope, as they were seen: how many, and when the oldest was made. */
      live: list(v.object({ ...keyReference.entries, createdAt: v.nullable(instant) })),
      /** The configured groups that the account has, as the policy spells them. */
      groups: list(iamName),
      census: censusSchema,
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

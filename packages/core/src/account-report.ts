import * as v from 'valibot';
import { accountPlanSchema, failureSchema, plannedKeySchema } from './account-plan.ts';
import { auditVerdictSchema } from './audit.ts';
import { OUTCOMES } from './outcome.ts';
import { ACTIONS } from './policy.ts';
import { accountId, count, iamName, instant, list, policyName, runId, text } from './shape.ts';

/** Every way a key in scope can end a run: an outcome, or what the plan left it as. */
export const ENDINGS = ['kept', 'exempt', 'unknown', 'observed', ...OUTCOMES] as const;

const reportedKey = v.object({
  ...plannedKeySchema.entries,
  ending: v.picklist(ENDINGS),
  verified: v.nullable(v.boolean()),
  reason: v.nullable(text),
});

/** The shape of an account's report: what one run came to in one account. */
export const accountReportSchema = v.object({
  schema: v.literal('keysweep/report/1'),
  organizationId: text,
  accountId,
  runId,
  policy: policyName,
  action: v.picklist(ACTIONS),
  configHash: text,
  asOf: instant,
  writtenAt: instant,
  /** Whether the agent was there and answered; the failure says what it did instead. */
  agent: v.object({
    state: v.picklist(['answered', 'no-agent', 'unreachable', 'lost', 'refused']),
    failure: v.nullable(failureSchema),
  }),
  /** Whether every key of the plan has a final outcome. */
  complete: v.boolean(),
  users: count,
  groups: accountPlanSchema.entries.groups,
  exemptions: list(
    v.object({
      userName: iamName,
      by: text,
      reason: text,
      owner: v.nullable(text),
      until: v.nullable(text),
      lapsed: v.boolean(),
    }),
  ),
  keys: list(reportedKey),
  unknowns: accountPlanSchema.entries.unknowns,
  refusal: accountPlanSchema.entries.refusal,
  audit: v.variant('state', [
    v.object({
      state: v.literal('taken'),
      at: instant,
      unknowns: accountPlanSchema.entries.unknowns,
      verdict: auditVerdictSchema,
    }),
    v.object({ state: v.literal('unavailable'), failure: failureSchema }),
  ]),
  provenance: v.nullable(accountPlanSchema.entries.provenance),
});

/** What one run came to in one account. */
export type AccountReport = v.InferOutput<typeof accountReportSchema>;
/** One key of a report with its ending. */
export type ReportedKey = v.InferOutput<typeof reportedKey>;
/** The name of an ending. */
export type Ending = ReportedKey['ending'];

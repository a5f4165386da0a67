import * as v from 'valibot';
import { ACCOUNT_STATES } from './account-state.ts';
import { ENDINGS } from './account-report.ts';
import { RUN_STATES } from './history.ts';
import { plannedKeySchema } from './account-plan.ts';
import { accountId, count, instant, policyName, runId, text } from './shape.ts';

const stateNames = ACCOUNT_STATES.map(({ state }) => state);
const stateTally = v.object(v.entriesFromList(stateNames, count));
const keyTally = v.object(v.entriesFromList(ENDINGS, count));

const finding = v.object({
  /** `act`: coverage or compliance is broken until somebody does something. `look`: worth a person's eyes. */
  severity: v.picklist(['act', 'look']),
  code: text,
  accountId: v.nullable(accountId),
  /** What is the case. Names in it are untrusted text. */
  message: text,
  todo: text,
});

const accountSummary = v.object({
  accountId,
  name: text,
  organizationalUnitPath: text,
  policy: v.nullable(policyName),
  assignedBy: v.nullable(text),
  state: v.picklist(stateNames),
  why: text,
  inScope: v.boolean(),
  covered: v.boolean(),
  users: count,
  keys: keyTally,
  /** Keys that should be gone and are active, by our last look. */
  overdue: count,
  /** Active keys that came since the last run, seen between runs. */
  notYetDue: count,
  /** When its policy is due next; null where no policy sweeps it, or none is due again. */
  nextDue: v.nullable(instant),
  /** When we looked for ourselves last; null where we never did, or were not let. */
  lookedAt: v.nullable(instant),
  exemptions: count,
});

const unitSummary = v.object({
  path: text,
  accounts: count,
  inScope: count,
  covered: count,
  keys: keyTally,
});

const summarisedKey = v.object({
  accountId,
  accessKeyId: plannedKeySchema.entries.accessKeyId,
  userName: plannedKeySchema.entries.userName,
  createdAt: plannedKeySchema.entries.createdAt,
  lastUsed: plannedKeySchema.entries.lastUsed,
  rule: plannedKeySchema.entries.rule,
  ending: v.picklist(ENDINGS),
  verified: v.nullable(v.boolean()),
  reason: v.nullable(text),
});

const exemptionSummary = v.object({
  accountId,
  userName: text,
  by: text,
  reason: text,
  owner: v.nullable(text),
  until: v.nullable(text),
  lapsed: v.boolean(),
});

const keyNotYetDue = v.object({
  accountId,
  accessKeyId: plannedKeySchema.entries.accessKeyId,
  userName: plannedKeySchema.entries.userName,
  createdAt: plannedKeySchema.entries.createdAt,
  /** When the run comes that is to revoke it. */
  dueAt: v.nullable(instant),
});

/** The shape of the central summary, `summary.json`. */
export const summarySchema = v.object({
  schema: v.literal('keysweep/summary/2'),
  at: instant,
  organizationId: text,
  configHash: text,
  runs: v.array(
    v.object({
      policy: policyName,
      runId,
      state: v.picklist(RUN_STATES),
      reasons: v.array(text),
      revocationsPlanned: count,
    }),
  ),
  /** The audit between runs that accounts are judged by where no run has reported since; null where there was none. */
  audit: v.nullable(v.object({ auditId: runId, accounts: count, looked: count })),
  /** When each policy is due next; null where its schedule is never due again. */
  policies: v.array(v.object({ policy: policyName, nextDue: v.nullable(instant) })),
  /** Share of the accounts in scope that are covered. `percent` is null where nothing is in scope. */
  coverage: v.object({ inScope: count, covered: count, percent: v.nullable(v.number()) }),
  verdict: v.picklist(['compliant', 'non-compliant', 'coverage-incomplete']),
  states: stateTally,
  keys: keyTally,
  attention: v.array(finding),
  organizationalUnits: v.array(unitSummary),
  accounts: v.array(accountSummary),
  exemptions: v.array(exemptionSummary),
  keyRecords: v.array(summarisedKey),
  /** Active keys that came since the last run of their account and that the next one is to revoke. */
  keysNotYetDue: v.array(keyNotYetDue),
});

/** The central summary. */
export type Summary = v.InferOutput<typeof summarySchema>;
/** Something that a person should see to. */
export type Finding = v.InferOutput<typeof finding>;
/** One account of a summary. */
export type AccountSummary = v.InferOutput<typeof accountSummary>;
/** One organizational unit of a summary. */
export type OrganizationalUnitSummary = v.InferOutput<typeof unitSummary>;
/** One key of a summary. */
export type SummarisedKey = v.InferOutput<typeof summarisedKey>;
/** A key that the next run is to revoke. */
export type KeyNotYetDue = v.InferOutput<typeof keyNotYetDue>;
/** Keys counted by how they ended. */
export type KeyTally = AccountSummary['keys'];

/** The exit code of `audit` for a verdict: 4 (coverage) wins over 3 (compliance). */
export const VERDICT_EXIT_CODES = {
  compliant: 0,
  'non-compliant': 3,
  'coverage-incomplete': 4,
} as const satisfies Record<Summary['verdict'], number>;

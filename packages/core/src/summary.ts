import * as v from 'valibot';
import { ACCOUNT_STATES } from './account-state.ts';
import { ENDINGS } from './account-report.ts';
import { RUN_STATES } from './history.ts';
import { plannedKeySchema } from './account-plan.ts';
import { censusSchema, censusTotalsSchema } from './census.ts';
import { accountId, count, instant, policyName, runId, text } from './shape.ts';

const stateNames = ACCOUNT_STATES.map(({ state }) => state);
const stateTally = v.object(v.entriesFromList(stateNames, count));
const keyTally = v.object(v.entriesFromList(ENDINGS, count));

const finding = v.object({
  /** `act`: coverage or compliance is broken, or a root user has a key, until somebody does something. `look`: worth a person's eyes. */
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
  /** The configured groups that its last look found, as the policy spells them; null where nothing has looked. */
  groups: v.nullable(v.array(text)),
  /** Active keys of users in scope, by our last look. */
  live: count,
  /** When the oldest of them was made; null where there is none, or none whose date is known. */
  oldestLiveAt: v.nullable(instant),
  /** Set where the last run refused the account as a whole. */
  refusal: v.nullable(v.object({ planned: count, limit: count })),
  /** Revocations that a held run had planned; null where none was held, or its plan cannot be read. */
  heldRevocations: v.nullable(count),
  /** What no policy covers in it; null where no look between runs has counted. */
  census: v.nullable(censusSchema),
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
  /** Null for a key that no run has judged. */
  rule: v.nullable(plannedKeySchema.entries.rule),
  /** How the last run left it; null for a key that no run has judged. */
  ending: v.nullable(v.picklist(ENDINGS)),
  verified: v.nullable(v.boolean()),
  reason: v.nullable(text),
  /**
   * Where it stands by our last look. `overdue`: it should be gone and is active. `not-yet-due`: active, came after the last
   * run, and the next one is to revoke it. `left-scope`: active, and its user has left the configured groups. Else `settled`.
   */
  standing: v.picklist(['settled', 'overdue', 'not-yet-due', 'left-scope']),
  /** When the run comes that is to revoke it, where it is not yet due. */
  dueAt: v.nullable(instant),
  /** The run that judged it: its records lie under the name of that run. */
  run: v.nullable(v.object({ policy: policyName, runId })),
});

const exemptionSummary = v.object({
  accountId,
  userName: text,
  by: text,
  reason: text,
  owner: v.nullable(text),
  until: v.nullable(text),
  lapsed: v.boolean(),
  /** Whether the previous summary does not have it; null where there is none to compare with. */
  isNew: v.nullable(v.boolean()),
});

/** Which summary this one is held against. */
const comparison = v.variant('state', [
  v.object({ state: v.literal('compared'), summaryId: text, at: instant }),
  /** There is none before it. */
  v.object({ state: v.literal('first') }),
  /** There is one, and it cannot be read: what changed since is not known. */
  v.object({ state: v.literal('unread'), why: text }),
]);

/** What is otherwise than in the previous summary. */
const changes = v.object({
  coverage: v.object({ before: v.nullable(v.number()), after: v.nullable(v.number()) }),
  overdue: v.object({ before: count, after: count }),
  live: v.object({ before: count, after: count }),
  /**
   * Accounts in another state than before, or covered otherwise in the same one. `better` and `worse` go by whether they are
   * covered, then by compliance.
   */
  accounts: v.array(
    v.object({
      accountId,
      from: v.picklist(stateNames),
      to: v.picklist(stateNames),
      direction: v.picklist(['better', 'worse', 'other']),
    }),
  ),
  joined: v.array(accountId),
  departed: v.array(v.object({ accountId, name: text })),
  /** Accounts under another policy than before: they may meet two runs in a week, or none. */
  moved: v.array(v.object({ accountId, from: v.nullable(policyName), to: v.nullable(policyName) })),
  /** Configured groups that an account had and has no more. */
  vanishedGroups: v.array(v.object({ accountId, group: text })),
});

/** The shape of a line of `keys.jsonl`: one key, with where it stands and where its records lie. */
export const summarisedKeySchema = summarisedKey;

/** The shape of the central summary, `summary.json`: as long as the organization has accounts, whatever keys they have. */
export const summarySchema = v.object({
  schema: v.literal('keysweep/summary/3'),
  /** Its name, under which its files lie. */
  id: text,
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
      /** The held run that a person let go on with exactly its plans, or null. */
      approves: v.nullable(v.object({ runId, by: text, reason: text })),
    }),
  ),
  comparison,
  /** Null unless it is compared. */
  changes: v.nullable(changes),
  /** The audit between runs that accounts are judged by where no run has reported since; null where there was none. */
  audit: v.nullable(v.object({ auditId: runId, accounts: count, looked: count })),
  /** When each policy is due next; null where its schedule is never due again. */
  policies: v.array(v.object({ policy: policyName, nextDue: v.nullable(instant) })),
  /** Share of the accounts in scope that are covered. `percent` is null where nothing is in scope. */
  coverage: v.object({ inScope: count, covered: count, percent: v.nullable(v.number()) }),
  verdict: v.picklist(['compliant', 'non-compliant', 'coverage-incomplete']),
  states: stateTally,
  keys: keyTally,
  /** Keys by where they stand, added up over all accounts. */
  standings: v.object({ overdue: count, notYetDue: count, leftScope: count }),
  /** Keys in scope that stay, by rule, with their users. */
  kept: v.array(v.object({ rule: plannedKeySchema.entries.rule, users: count, keys: count })),
  /** Active keys in scope by age: those younger than `underDays` that are in no group before; null for the rest. */
  ages: v.array(v.object({ underDays: v.nullable(count), keys: count })),
  /** Active keys whose date is not known. */
  ageless: count,
  /** What no policy covers, added up over the accounts in which it could be counted. */
  census: censusTotalsSchema,
  attention: v.array(finding),
  organizationalUnits: v.array(unitSummary),
  accounts: v.array(accountSummary),
  exemptions: v.array(exemptionSummary),
  /** How many lines `keys.jsonl` has. */
  keyRecords: count,
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
/** Which summary another is held against. */
export type Comparison = v.InferOutput<typeof comparison>;
/** What is otherwise than in the previous summary. */
export type SummaryChanges = v.InferOutput<typeof changes>;
/** Keys counted by how they ended. */
export type KeyTally = AccountSummary['keys'];

/** The exit code of `audit` for a verdict: 4 (coverage) wins over 3 (compliance). */
export const VERDICT_EXIT_CODES = {
  compliant: 0,
  'non-compliant': 3,
  'coverage-incomplete': 4,
} as const satisfies Record<Summary['verdict'], number>;

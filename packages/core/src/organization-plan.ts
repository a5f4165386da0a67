import * as v from 'valibot';
import { accountPlanSchema, failureSchema } from './account-plan.ts';
import { DECISIONS } from './decision.ts';
import { ACTIONS } from './policy.ts';
import { accountId, count, instant, policyName, text } from './shape.ts';

/** How an account was looked into for a plan, and what came of it. */
const look = v.variant('state', [
  v.object({
    state: v.literal('taken'),
    /** The record of when keys were deactivated: `unknown` leaves inactive keys unknown; `not-needed` where no rule asks it. */
    ledger: v.picklist(['known', 'unknown', 'not-needed']),
    groups: accountPlanSchema.entries.groups,
    users: accountPlanSchema.entries.users,
    keys: accountPlanSchema.entries.keys,
    unknowns: accountPlanSchema.entries.unknowns,
    refusal: accountPlanSchema.entries.refusal,
    /** Under a policy that observes: how many keys it would delete if it deleted; null under any other. */
    observed: v.nullable(count),
  }),
  v.object({ state: v.literal('unavailable'), failure: failureSchema }),
]);

/** The shape of one account of a plan that was made beside a run. */
export const plannedAccountSchema = v.object({
  accountId,
  name: text,
  organizationalUnitPath: text,
  policy: policyName,
  action: v.picklist(ACTIONS),
  assignedBy: text,
  /** Whether a sweep would reach it now; `unknown` where the StackSet could not be asked, and of the management account. */
  agent: v.picklist(['current', 'none', 'unknown']),
  look,
});

const tally = v.object({
  ...v.entriesFromList(DECISIONS, count),
  /** Keys that would be changed, in accounts that are refused as a whole. */
  refused: count,
  /** Keys that policies which observe would delete if they deleted. */
  observed: count,
});

/** The shape of what `keysweep plan` prints as JSON: what sweeps would do now, account by account. */
export const organizationPlanSchema = v.object({
  schema: v.literal('keysweep/cli-plan/1'),
  organizationId: text,
  at: instant,
  configHash: text,
  caller: text,
  /** The role through which accounts were looked into. */
  roleName: text,
  /** What was asked for alone; empty for no such limit. */
  only: v.object({ accounts: v.array(accountId), organizationalUnits: v.array(text), policies: v.array(policyName) }),
  /** Whether agents, ledgers and limits could be looked up. */
  centre: v.variant('state', [
    v.object({
      state: v.literal('deployed'),
      bucket: text,
      switch: v.variant('state', [
        v.object({ state: v.literal('enabled') }),
        v.object({ state: v.literal('paused'), reason: text, by: text }),
        v.object({ state: v.literal('unknown') }),
      ]),
    }),
    v.object({ state: v.literal('not-deployed') }),
    v.object({ state: v.literal('unread'), why: text }),
  ]),
  accounts: v.array(plannedAccountSchema),
  /** Accounts that no sweep touches. */
  leftOut: v.array(
    v.object({
      accountId,
      name: text,
      organizationalUnitPath: text,
      fate: v.picklist(['excluded', 'suspended']),
      why: text,
    }),
  ),
  totals: v.object({
    keys: tally,
    accounts: v.object({
      planned: count,
      /** In which keys would be changed. */
      changed: count,
      refused: count,
      unread: count,
      partlyRead: count,
      withoutAgent: count,
      leftOut: count,
    }),
  }),
  /** Configured groups that none of the accounts has that were read. */
  groupsNowhere: v.array(v.object({ policy: policyName, group: text })),
  /** What the gate would say of each policy's run; empty where not all accounts of the policies were planned. */
  gates: v.array(
    v.object({
      policy: policyName,
      verdict: v.picklist(['open', 'held']),
      reasons: v.array(text),
      revocations: count,
      limit: count,
    }),
  ),
});

/** What sweeps would do now, account by account. */
export type OrganizationPlan = v.InferOutput<typeof organizationPlanSchema>;
/** One account of such a plan. */
export type PlannedAccount = v.InferOutput<typeof plannedAccountSchema>;

import * as v from 'valibot';
import { accountPlanSchema } from './account-plan.ts';
import { count, instant, list } from './shape.ts';

const usersAndKeys = v.object({ users: count, keys: count });

/** The shape of what no policy covers in one account. A count is null where it could not be taken; `uncounted` says why. */
export const censusSchema = v.object({
  /** When the credential report was made that counts of users rest on: up to four hours before the look. */
  reportAt: v.nullable(instant),
  /** Access keys of the root user. */
  rootKeys: v.nullable(count),
  /** Active keys of users who are in no configured group. */
  outOfScope: v.nullable(usersAndKeys),
  /** Active keys of users, in scope or not, who have no MFA device. */
  withoutMfa: v.nullable(usersAndKeys),
  /** Active service-specific credentials (CodeCommit, Keyspaces, Bedrock, CloudWatch): long-lived secrets that are no access keys. */
  serviceSpecificCredentials: v.nullable(v.object({ users: count, credentials: count })),
  uncounted: list(accountPlanSchema.entries.unknowns.item),
});

const total = v.object({ accounts: count, users: count, keys: count });

/** The shape of a census of the organization. `accounts` of a count: those in which there is any. */
export const censusTotalsSchema = v.object({
  /** Accounts that were to be counted, and those of them in which something could not be. */
  accounts: count,
  incomplete: count,
  rootKeys: v.object({ accounts: count, keys: count }),
  outOfScope: total,
  withoutMfa: total,
  serviceSpecificCredentials: v.object({ accounts: count, users: count, credentials: count }),
});

/** What no policy covers in one account. */
export type Census = v.InferOutput<typeof censusSchema>;
/** What no policy covers in the organization. */
export type CensusTotals = v.InferOutput<typeof censusTotalsSchema>;

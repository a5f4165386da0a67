import * as v from 'valibot';
import { approvalSchema } from './approval.ts';
import { rulesSchema } from './order.ts';
import { accountId, count, instant, policyName, runId, text } from './shape.ts';

const fate = v.variant('kind', [
  v.object({ kind: v.literal('sweep'), policy: policyName, assignedBy: text }),
  v.object({ kind: v.literal('excluded'), because: text }),
  v.object({ kind: v.literal('suspended'), state: text }),
]);

const manifestAccount = v.object({ accountId, name: text, organizationalUnitPath: text, fate });

const terms = {
  organizationId: text,
  runId,
  policy: policyName,
  /** What ages and days are counted to: when the run was due, or, where it approves another, when that one was. */
  asOf: instant,
  configHash: text,
  /** The policy as it was when the run began; a run that is taken up again keeps it. */
  rules: rulesSchema,
  maximumRevocationsOrganization: count,
  /** The held run whose plans this one does, by whose word; null for a run that plans for itself. */
  approves: v.nullish(approvalSchema, null),
};

/** An organization has at most 50,000 accounts: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html */
const MOST_ACCOUNTS = 50_000;

/** The shape of a run's terms: what every stage needs of the manifest, without its accounts. */
export const runTermsSchema = v.object({ schema: v.literal('keysweep/run/1'), ...terms });

/** The shape of a list of accounts that a pass of a run takes on, in the order of their ids. */
export const accountListSchema = v.pipe(v.array(accountId), v.maxLength(MOST_ACCOUNTS));

/** The shape of a run's manifest: every account of the organization and its fate in this run. */
export const manifestSchema = v.object({
  schema: v.literal('keysweep/manifest/1'),
  ...terms,
  accounts: v.pipe(v.array(manifestAccount), v.maxLength(MOST_ACCOUNTS)),
});

/** Every account of the organization and its fate in one run. */
export type Manifest = v.InferOutput<typeof manifestSchema>;
/** What a run is under: the policy as it was, and the limits. Small, for every batch of accounts reads it again. */
export type RunTerms = v.InferOutput<typeof runTermsSchema>;
/** One account of a manifest. */
export type ManifestAccount = Manifest['accounts'][number];

/** The terms that a manifest holds. */
export function termsOf(manifest: Manifest): RunTerms {
  const {
    organizationId,
    runId: id,
    policy,
    asOf,
    configHash,
    rules,
    maximumRevocationsOrganization,
    approves,
  } = manifest;
  const limits = { rules, maximumRevocationsOrganization };
  return { schema: 'keysweep/run/1', organizationId, runId: id, policy, asOf, configHash, ...limits, approves };
}

/** The accounts a run sweeps: those whose nearest policy is the run's own. */
export function sweptAccounts({ accounts, policy }: Manifest): readonly ManifestAccount[] {
  return accounts.filter(({ fate: it }) => it.kind === 'sweep' && it.policy === policy);
}

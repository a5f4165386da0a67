import * as v from 'valibot';
import { rulesSchema } from './order.ts';
import { accountId, count, instant, policyName, runId, text } from './shape.ts';

const fate = v.variant('kind', [
  v.object({ kind: v.literal('sweep'), policy: policyName, assignedBy: text }),
  v.object({ kind: v.literal('excluded'), because: text }),
  v.object({ kind: v.literal('suspended'), state: text }),
]);

const manifestAccount = v.object({ accountId, name: text, organizationalUnitPath: text, fate });

/** The shape of a run's manifest: every account of the organization and its fate in this run. */
export const manifestSchema = v.object({
  schema: v.literal('keysweep/manifest/1'),
  organizationId: text,
  runId,
  policy: policyName,
  asOf: instant,
  configHash: text,
  /** The policy as it was when the run began; a run that is taken up again keeps it. */
  rules: rulesSchema,
  maximumRevocationsOrganization: count,
  /** An organization has at most 50,000 accounts. */
  accounts: v.pipe(v.array(manifestAccount), v.maxLength(50_000)),
});

/** Every account of the organization and its fate in one run. */
export type Manifest = v.InferOutput<typeof manifestSchema>;
/** One account of a manifest. */
export type ManifestAccount = Manifest['accounts'][number];

/** The accounts a run sweeps: those whose nearest policy is the run's own. */
export function sweptAccounts({ accounts, policy }: Manifest): readonly ManifestAccount[] {
  return accounts.filter(({ fate: it }) => it.kind === 'sweep' && it.policy === policy);
}

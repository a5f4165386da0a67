import {
  demand,
  dueOf,
  evidenceKeys,
  KeysweepError,
  manifestSchema,
  readStored,
  resolveAssignments,
  serialise,
  storeOnce,
  type AccountAssignment,
  type Config,
  type Manifest,
  type ManifestAccount,
  type OrganizationSnapshot,
  type Policy,
  type RunName,
} from '@keysweep/core';
import type { Centre } from './centre.ts';
import { markApproved, type HeldRun } from './held-run.ts';

/** A configuration with the hash of its text, which every record of a run carries. */
export interface HashedConfig {
  readonly config: Config;
  readonly configHash: string;
}

/** Reads the organization, or throws `organization-unreadable`: a part of it must never pass for the whole. */
export async function readOrganization(centre: Centre): Promise<OrganizationSnapshot> {
  const reading = await centre.organization.snapshot();
  if (reading.state === 'known') return reading.value;
  const why =
    reading.state === 'unknown'
      ? `${reading.failure.operation}: ${reading.failure.code}: ${reading.failure.message}`
      : 'there is none';
  throw new KeysweepError('organization-unreadable', `the organization could not be read: ${why}`, {
    hint: 'nothing was planned or revoked; the caller needs to list accounts and organizational units',
  });
}

/**
 * Every account of the organization with its fate. Throws `config-invalid` where an assignment does not fit it: an
 * organizational unit that was renamed must not fall to the policy above it. Other misfits (an excluded account that has
 * left) change nobody's fate, and stop nothing.
 */
export function assignAccounts(config: Config, snapshot: OrganizationSnapshot): ManifestAccount[] {
  const { accounts, problems } = resolveAssignments(config, snapshot);
  const misfits = problems.filter(({ path }) => path[0] === 'assignments');
  if (misfits.length > 0)
    throw new KeysweepError('config-invalid', misfits.map(({ problem }) => problem).join('; '), {
      hint: 'the organization has changed since the configuration was checked: run `keysweep validate`',
    });
  return accounts.map(manifestAccount);
}

/** The policy of a name. Throws `run-invalid` where the configuration has none. */
export function policyNamed(name: string, { policies }: Config): Policy {
  const policy = policies[name];
  if (policy !== undefined) return policy;
  throw new KeysweepError('run-invalid', `there is no policy ${name}`, {
    hint: `there are: ${Object.keys(policies).join(', ')}`,
  });
}

/** The manifest of a run that has begun; null where it has none. Throws `evidence-unreadable` or `evidence-malformed`. */
export async function readManifest(
  { policy, runId }: RunName,
  { evidence }: Pick<Centre, 'evidence'>,
): Promise<Manifest | null> {
  const check = { schema: manifestSchema, subject: { policy, runId } };
  const stored = await readStored(evidence, evidenceKeys.manifest({ policy, runId }), check);
  return stored.state === 'absent' ? null : demand(stored, 'the manifest of the run');
}

/**
 * Takes the inventory of a run that begins: every account with its fate now. It is stored once, with the policy as it is
 * now; a run that does what a held one had planned has the terms of that one.
 */
export async function takeInventory(
  name: RunName,
  held: HeldRun | null,
  { hashed, centre }: { hashed: HashedConfig; centre: Centre },
): Promise<Manifest> {
  const { config, configHash } = hashed;
  const { rules } = held?.terms ?? policyNamed(name.policy, config);
  const snapshot = await readOrganization(centre);
  const manifest: Manifest = {
    schema: 'keysweep/manifest/1',
    organizationId: snapshot.id,
    ...name,
    asOf: held?.terms.asOf ?? dueOf(name.runId).toISOString(),
    configHash,
    rules: structuredClone(rules) as Manifest['rules'],
    maximumRevocationsOrganization: config.maximumRevocationsOrganization,
    approves: held?.approval ?? null,
    accounts: assignAccounts(config, snapshot),
  };
  if (held !== null) await markApproved(name, held, centre);
  await centre.evidence.putOnce(evidenceKeys.config(name), serialise(config));
  const check = { schema: manifestSchema, subject: { policy: name.policy, runId: name.runId } };
  const stored = await storeOnce(centre.evidence, { key: evidenceKeys.manifest(name), record: manifest }, check);
  return demand(stored, 'the manifest of the run');
}

function manifestAccount({ account, organizationalUnitPath, fate }: AccountAssignment): ManifestAccount {
  return { accountId: account.id, name: account.name, organizationalUnitPath, fate };
}

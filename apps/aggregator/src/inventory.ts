import {
  demand,
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
  type RunName,
} from '@keysweep/core';
import type { Centre } from './centre.ts';

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

/**
 * Begins a run, or takes one up again: the manifest is stored once, with the policy as it is now, and a run that has one
 * keeps it.
 */
export async function takeInventory(
  name: RunName,
  due: Date,
  { hashed, centre }: { hashed: HashedConfig; centre: Centre },
): Promise<Manifest> {
  const check = { schema: manifestSchema, subject: { policy: name.policy, runId: name.runId } };
  const key = evidenceKeys.manifest(name);
  const stored = await readStored(centre.evidence, key, check);
  if (stored.state !== 'absent') return demand(stored, 'the manifest of the run');
  const { config, configHash } = hashed;
  const policy = config.policies[name.policy];
  if (policy === undefined)
    throw new KeysweepError('run-invalid', `there is no policy ${name.policy}`, {
      hint: `there are: ${Object.keys(config.policies).join(', ')}`,
    });
  const snapshot = await readOrganization(centre);
  const manifest: Manifest = {
    schema: 'keysweep/manifest/1',
    organizationId: snapshot.id,
    ...name,
    asOf: due.toISOString(),
    configHash,
    rules: structuredClone(policy.rules) as Manifest['rules'],
    maximumRevocationsOrganization: config.maximumRevocationsOrganization,
    accounts: assignAccounts(config, snapshot),
  };
  await centre.evidence.putOnce(evidenceKeys.config(name), serialise(config));
  return demand(await storeOnce(centre.evidence, { key, record: manifest }, check), 'the manifest of the run');
}

function manifestAccount({ account, organizationalUnitPath, fate }: AccountAssignment): ManifestAccount {
  return { accountId: account.id, name: account.name, organizationalUnitPath, fate };
}

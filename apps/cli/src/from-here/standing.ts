import type { CallerIdentity, Connection } from '@keysweep/aws';
import type { HashedConfig } from '@keysweep/aggregator';
import { pinTargets, type OrganizationSnapshot } from '@keysweep/core';
import { formatFileProblem } from '../config-file/file-problem.ts';
import { resolvedConfig } from '../config-file/resolved-config.ts';
import { fitToOrganization, loadConfig } from '../load-config.ts';
import { connectionOf, type AwsOptions } from '../organization/connection.ts';
import { identifyCaller, partitionOf } from '../organization/identify-caller.ts';

/** What a command is given that does the centre's work in its own process. */
export interface StationOptions extends AwsOptions {
  readonly config: string;
}

/** Where such a command stands: its configuration, the organization, and who it is. */
export interface Standing {
  /** With its OUs by id, and the hash that the deployed centre has of the same. */
  readonly hashed: HashedConfig;
  readonly organization: OrganizationSnapshot;
  readonly caller: CallerIdentity;
  readonly connection: Connection & { readonly region: string };
  readonly partition: string;
}

/** Where the organization comes from, for a configuration of a Region; and whom warnings of the configuration are told. */
export interface StandingSources {
  readonly organizationFor: (region: string) => Promise<OrganizationSnapshot>;
  readonly warn: (warning: string) => void;
}

/**
 * Reads all that, and changes nothing.
 * @throws KeysweepError `config-invalid`, `caller-unknown`, or what the reading of the organization throws.
 */
export async function takeStanding(
  options: StationOptions,
  { organizationFor, warn }: StandingSources,
): Promise<Standing> {
  const file = await loadConfig(options.config);
  const { region } = file.config;
  const organization = await organizationFor(region);
  const warnings = [...file.warnings, ...fitToOrganization(file, organization)];
  for (const warning of warnings) warn(`warning  ${formatFileProblem(warning)}`);
  const connection = { region, ...connectionOf(options, region) };
  const caller = await identifyCaller(connection, options.profile);
  const { configHash } = resolvedConfig(file.config, organization);
  const hashed = { config: pinTargets(file.config, organization), configHash };
  return { hashed, organization, caller, connection, partition: partitionOf(caller.arn) };
}

import type { CallerIdentity, Connection } from '@keysweep/aws';
import type { HashedConfig } from '@keysweep/aggregator';
import { pinTargets, type Config, type OrganizationSnapshot } from '@keysweep/core';
import { formatFileProblem } from '../config-file/file-problem.ts';
import { resolvedConfig } from '../config-file/resolved-config.ts';
import { fitToOrganization, loadConfig } from '../load-config.ts';
import { connectionOf, type AwsOptions } from '../organization/connection.ts';
import { identifyCaller, partitionOf } from '../organization/identify-caller.ts';
import { readLiveOrganization } from '../organization/read-live.ts';
import { findCentre, type FoundCentre } from './find-centre.ts';

/** What a command is given that does the centre's work in its own process. */
export interface StationOptions extends AwsOptions {
  readonly config: string;
}

/** Where such a command stands: its configuration, the organization, who it is, and what of keysweep is deployed. */
export interface Station {
  /** With its OUs by id, and the hash that the deployed centre has of the same. */
  readonly hashed: HashedConfig;
  readonly organization: OrganizationSnapshot;
  readonly caller: CallerIdentity;
  readonly connection: Connection & { readonly region: string };
  readonly partition: string;
  readonly centre: FoundCentre;
}

/**
 * Reads all that, and changes nothing. Warnings of the configuration are told.
 * @throws KeysweepError `config-invalid`, `organization-unreadable`, `caller-unknown`, or `evidence-unreadable` where it cannot
 * be told what is deployed.
 */
export async function openStation(options: StationOptions, warn: (warning: string) => void): Promise<Station> {
  const file = await loadConfig(options.config);
  const { region } = file.config;
  const organization = await readLiveOrganization(options, region, null);
  const warnings = [...file.warnings, ...fitToOrganization(file, organization)];
  for (const warning of warnings) warn(`warning  ${formatFileProblem(warning)}`);
  const connection = { region, ...connectionOf(options, region) };
  const caller = await identifyCaller(connection, options.profile);
  const partition = partitionOf(caller.arn);
  const hashed = hash(file.config, organization);
  const centre = await findCentre({ config: file.config, organization, caller, connection });
  return { hashed, organization, caller, connection, partition, centre };
}

function hash(config: Config, organization: OrganizationSnapshot): HashedConfig {
  const { configHash } = resolvedConfig(config, organization);
  return { config: pinTargets(config, organization), configHash };
}

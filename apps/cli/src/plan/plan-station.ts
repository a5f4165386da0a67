import { evidenceStore, type CallerIdentity, type Connection } from '@keysweep/aws';
import type { HashedConfig } from '@keysweep/aggregator';
import {
  KeysweepError,
  pinTargets,
  resolveAssignments,
  type AccountAssignment,
  type EvidenceStore,
  type OrganizationPlan,
  type OrganizationSnapshot,
  type Reading,
  type StackInstanceStatus,
} from '@keysweep/core';
import { formatFileProblem } from '../config-file/file-problem.ts';
import { resolvedConfig } from '../config-file/resolved-config.ts';
import { findCentre, type CentreSought } from '../from-here/find-centre.ts';
import { fitToOrganization, loadConfig, loadOrganizationSnapshot } from '../load-config.ts';
import { connectionOf, type AwsOptions } from '../organization/connection.ts';
import { identifyCaller, partitionOf } from '../organization/identify-caller.ts';
import { readLiveOrganization } from '../organization/read-live.ts';

/** Where a plan is made. */
export interface PlanStationOptions extends AwsOptions {
  readonly config: string;
  /** A snapshot of the organization; the accounts are looked into all the same. */
  readonly organization?: string;
}

/** What a plan needs beside the accounts themselves. */
export interface PlanStation {
  /** With its OUs by id, and the hash that the deployed centre has of the same. */
  readonly hashed: HashedConfig;
  readonly organization: OrganizationSnapshot;
  /** Every account with its fate. */
  readonly assignments: readonly AccountAssignment[];
  readonly caller: CallerIdentity;
  readonly connection: Connection & { readonly region: string };
  readonly partition: string;
  readonly centre: CentreSeen;
}

/** What could be seen of the centre. */
export interface CentreSeen {
  readonly state: OrganizationPlan['centre'];
  /** Its records; null where there are none or they are shut to us. */
  readonly evidence: EvidenceStore | null;
  readonly instances: Reading<ReadonlyMap<string, StackInstanceStatus>>;
}

/**
 * Reads all that, and changes nothing. A centre that cannot be seen is no obstacle: the plan says what it does not know then.
 * Warnings of the configuration are told.
 * @throws KeysweepError `config-invalid`, `organization-unreadable` or `caller-unknown`.
 */
export async function openPlanStation(
  options: PlanStationOptions,
  warn: (warning: string) => void,
): Promise<PlanStation> {
  const file = await loadConfig(options.config);
  const { region } = file.config;
  const organization = await organizationOf(options, region);
  const warnings = [...file.warnings, ...fitToOrganization(file, organization)];
  for (const warning of warnings) warn(`warning  ${formatFileProblem(warning)}`);
  const connection = { region, ...connectionOf(options, region) };
  const caller = await identifyCaller(connection, options.profile);
  const { configHash } = resolvedConfig(file.config, organization);
  return {
    hashed: { config: pinTargets(file.config, organization), configHash },
    organization,
    assignments: resolveAssignments(file.config, organization).accounts,
    caller,
    connection,
    partition: partitionOf(caller.arn),
    centre: await seeCentre({ config: file.config, organization, caller, connection }),
  };
}

function organizationOf({ organization, ...aws }: PlanStationOptions, region: string): Promise<OrganizationSnapshot> {
  return organization === undefined ? readLiveOrganization(aws, region) : loadOrganizationSnapshot(organization);
}

async function seeCentre(sought: CentreSought): Promise<CentreSeen> {
  try {
    const { isDeployed, bucket, connection, stackInstances, sweepSwitch } = await findCentre(sought);
    if (!isDeployed) return { state: { state: 'not-deployed' }, evidence: null, instances: { state: 'absent' } };
    const [instances, position] = await Promise.all([stackInstances.read(), sweepSwitch.read()]);
    const turned = position.state === 'known' ? position.value : ({ state: 'unknown' } as const);
    return {
      state: { state: 'deployed', bucket, switch: turned },
      evidence: evidenceStore(connection, { bucket }),
      instances,
    };
  } catch (error) {
    if (!(error instanceof KeysweepError)) throw error;
    const failure = { kind: 'access-denied', operation: 'keysweep:FindCentre', code: error.code } as const;
    return {
      state: { state: 'unread', why: error.message },
      evidence: null,
      instances: { state: 'unknown', failure: { ...failure, message: error.message } },
    };
  }
}

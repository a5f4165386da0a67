import { evidenceStore } from '@keysweep/aws';
import {
  KeysweepError,
  resolveAssignments,
  type AccountAssignment,
  type EvidenceStore,
  type OrganizationPlan,
  type OrganizationSnapshot,
  type Reading,
  type StackInstanceStatus,
} from '@keysweep/core';
import { findCentre, type CentreSought } from '../from-here/find-centre.ts';
import { takeStanding, type Standing, type StationOptions } from '../from-here/standing.ts';
import { loadOrganizationSnapshot } from '../load-config.ts';
import { readLiveOrganization } from '../organization/read-live.ts';

/** Where a plan is made. */
export interface PlanStationOptions extends StationOptions {
  /** A snapshot of the organization; the accounts are looked into all the same. */
  readonly organization?: string;
}

/** What a plan needs beside the accounts themselves. */
export interface PlanStation extends Standing {
  /** Every account with its fate. */
  readonly assignments: readonly AccountAssignment[];
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
  const organizationFor = (region: string) => organizationOf(options, region);
  const standing = await takeStanding(options, { organizationFor, warn });
  const { config } = standing.hashed;
  return {
    ...standing,
    assignments: resolveAssignments(config, standing.organization).accounts,
    centre: await seeCentre({ config, ...standing }),
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

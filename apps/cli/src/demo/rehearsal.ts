import { evidenceStore, type Connection } from '@keysweep/aws';
import { nextDue, parseSchedule, type EvidenceStore } from '@keysweep/core';
import { LocalOrganization } from '@keysweep/local-organization';
import { OPERATOR_ROLE_NAME, STATE_MACHINE_NAME } from '@keysweep/stacksets/names';

/** The files a rehearsal is made of. */
export interface RehearsalFiles {
  readonly organization: string;
  /** The folder whose `@aws-sdk/*` the functions get, as Lambda's runtime brings its own. */
  readonly runtimeModules: string;
  readonly lambdaBootstrap: string;
}

/** A local organization whose clock stands, and the parts of its central account that a person works with. */
export interface Rehearsal {
  readonly organization: LocalOrganization;
  /** The account of the central stack. */
  readonly centralAccountId: string;
  readonly stateMachineArn: string;
  /** A connection as the operator role that the central stack makes. */
  readonly asOperator: () => Connection & { readonly region: string };
  /** The evidence bucket, as an operator reads it. */
  readonly evidence: () => EvidenceStore;
}

/** When the rehearsal begins: a Friday, some hours before the sweeps of the example are due. */
const BEGINNING = new Date('2026-11-20T18:00:00Z');

/** Opens the organization; nothing of keysweep is in it yet. */
export async function openRehearsal(files: RehearsalFiles): Promise<Rehearsal> {
  const organization = await LocalOrganization.fromFile(files.organization, {
    now: () => BEGINNING,
    clock: 'stands',
    nextScheduledTime,
    runtimeModules: files.runtimeModules,
    lambdaBootstrapPath: files.lambdaBootstrap,
  });
  const { region, managementAccountId: centralAccountId } = organization;
  const asOperator = () => ({
    region,
    requestHandler: organization.requestHandler(),
    credentials: organization.credentials(`arn:aws:iam::${centralAccountId}:role/${OPERATOR_ROLE_NAME}`),
  });
  return {
    organization,
    centralAccountId,
    stateMachineArn: `arn:aws:states:${region}:${centralAccountId}:stateMachine:${STATE_MACHINE_NAME}`,
    asOperator,
    evidence: () =>
      evidenceStore(asOperator(), { bucket: `keysweep-${centralAccountId}-${region}`, forcePathStyle: true }),
  };
}

function nextScheduledTime(expression: string, timezone: string, after: Date): Date | null {
  const parsed = parseSchedule(expression, timezone);
  return parsed.ok ? nextDue(parsed.schedule, after) : null;
}

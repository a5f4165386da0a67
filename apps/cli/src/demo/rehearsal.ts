import { evidenceStore, type Connection } from '@keysweep/aws';
import type { EvidenceStore } from '@keysweep/core';
import type { LocalOrganization } from '@keysweep/local-organization';
import { OPERATOR_ROLE_NAME, STATE_MACHINE_NAME } from '@keysweep/stacksets/names';
import { openOrganization } from '../local/open-organization.ts';

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

/** Opens the organization of a description; nothing of keysweep is in it yet. */
export async function openRehearsal(description: string): Promise<Rehearsal> {
  const organization = await openOrganization(description, { now: () => BEGINNING, clock: 'stands' });
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

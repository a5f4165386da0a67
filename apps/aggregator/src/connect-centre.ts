import {
  auditAccess,
  evidenceStore,
  lambdaAgent,
  orderSigner,
  organizationReader,
  pace,
  sweepSwitch,
  type Connection,
} from '@keysweep/aws';
import type { Clock } from '@keysweep/core';
import type { Centre } from './centre.ts';

/** Where the centre's own resources are. */
export interface CentreResources {
  readonly connection: Connection & { readonly region: string };
  readonly bucket: string;
  readonly signingKeyId: string;
  /** Path-style addressing, for an S3 without wildcard DNS. */
  readonly forcePathStyle: boolean;
  readonly clock: Clock;
  readonly identity: Centre['identity'];
  readonly isHolderAtWork: Centre['isHolderAtWork'];
}

const ACCOUNTS_AT_A_TIME = 10;
const CALLS_AT_A_TIME_PER_ACCOUNT = 5;

/** The centre's ports on AWS, or on whatever answers like AWS at the connection's endpoint. */
export function connectCentre(resources: CentreResources): Centre {
  const { connection, bucket, signingKeyId, forcePathStyle } = resources;
  return {
    organization: organizationReader(connection),
    agent: lambdaAgent(connection),
    signer: orderSigner(connection, signingKeyId),
    auditAccess: auditAccess(connection),
    evidence: evidenceStore(connection, { bucket, forcePathStyle }),
    sweepSwitch: sweepSwitch(connection),
    paceOfAccount: () => pace(CALLS_AT_A_TIME_PER_ACCOUNT),
    paceOfAccounts: pace(ACCOUNTS_AT_A_TIME),
    clock: resources.clock,
    identity: resources.identity,
    isHolderAtWork: resources.isHolderAtWork,
  };
}

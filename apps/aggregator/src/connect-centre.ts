import {
  auditAccess,
  evidenceStore,
  lambdaAgent,
  orderSigner,
  organizationReader,
  pace,
  stackInstances,
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
  /** Default `aws`. */
  readonly partition?: string;
  /** Whether the centre is in a delegated administrator's account; default false: it is in the management account. */
  readonly isDelegated?: boolean;
}

/** As many as a batch may have: an account never waits for another of its batch, or the times of its orders would not hold. */
const ACCOUNTS_AT_A_TIME = 20;
const CALLS_AT_A_TIME_PER_ACCOUNT = 5;

/** The centre's ports on AWS, or on whatever answers like AWS at the connection's endpoint. */
export function connectCentre(resources: CentreResources): Centre {
  const { connection, bucket, signingKeyId, forcePathStyle, partition = 'aws' } = resources;
  return {
    organization: organizationReader(connection),
    stackInstances: stackInstances(connection, { callAs: resources.isDelegated === true ? 'DELEGATED_ADMIN' : 'SELF' }),
    agent: lambdaAgent(connection, { partition }),
    signer: orderSigner(connection, signingKeyId),
    auditAccess: auditAccess(connection, { partition }),
    evidence: evidenceStore(connection, { bucket, forcePathStyle }),
    sweepSwitch: sweepSwitch(connection),
    paceOfAccount: () => pace(CALLS_AT_A_TIME_PER_ACCOUNT),
    paceOfAccounts: pace(ACCOUNTS_AT_A_TIME),
    clock: resources.clock,
    identity: resources.identity,
    isHolderAtWork: resources.isHolderAtWork,
  };
}

import { auditAccess, executionAtWork, organizationReader, pace, systemClock } from '@keysweep/aws';
import type { Centre } from '@keysweep/aggregator';
import { STATE_MACHINE_NAME } from '@keysweep/stacksets/names';
import { toldPace } from '../progress.ts';
import { holderName, isProcessAtWork } from './holder.ts';
import type { Station } from './station.ts';

/** What a command adds to where it stands. */
export interface FromHere extends Pick<Centre, 'agent' | 'signer' | 'evidence'> {
  /** The role through which accounts are looked into; the caller's own account is read with its own credentials. */
  readonly roleName: string;
  /** Told of each account that is done in a stage. */
  readonly onAccount: () => void;
  readonly version: string;
}

/** As the centre has it. */
const ACCOUNTS_AT_A_TIME = 20;
const CALLS_AT_A_TIME_PER_ACCOUNT = 5;

/** The centre's work in this process, with the credentials of whoever calls. */
export function connectFromHere(station: Station, { roleName, onAccount, version, ...ports }: FromHere): Centre {
  const { connection, partition, caller, centre } = station;
  const machine = `arn:${partition}:states:${centre.region}:${centre.accountId}:stateMachine:${STATE_MACHINE_NAME}`;
  const isExecutionAtWork = executionAtWork(centre.connection, machine);
  return {
    ...ports,
    organization: organizationReader(connection),
    stackInstances: centre.stackInstances,
    auditAccess: auditAccess(connection, { roleName, partition, ownAccountId: caller.accountId }),
    sweepSwitch: centre.sweepSwitch,
    paceOfAccount: () => pace(CALLS_AT_A_TIME_PER_ACCOUNT),
    paceOfAccounts: toldPace(pace(ACCOUNTS_AT_A_TIME), onAccount),
    clock: systemClock,
    identity: { holder: holderName(caller.arn), bundleHash: `keysweep ${version}` },
    isDeployed: centre.isDeployed,
    isHolderAtWork: async (holder) => isProcessAtWork(holder) ?? (await isExecutionAtWork(holder)),
  };
}

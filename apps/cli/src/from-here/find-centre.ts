import {
  findEvidenceBucket,
  stackInstances,
  sweepSwitch,
  type CallerIdentity,
  type Connection,
  type StackInstancesOptions,
} from '@keysweep/aws';
import {
  KeysweepError,
  type Config,
  type OrganizationSnapshot,
  type Reading,
  type StackInstances,
  type SweepSwitch,
} from '@keysweep/core';
import { bucketOf } from '../centre/open-centre.ts';
import { callTrouble } from '../organization/call-trouble.ts';

/** What of keysweep is deployed, and where that is or would be. */
export interface FoundCentre {
  /** False: certainly nothing. There is no evidence, no agent, and no switch either. */
  readonly isDeployed: boolean;
  readonly accountId: string;
  readonly region: string;
  /** The evidence bucket. */
  readonly bucket: string;
  /** In the Region of the centre, whatever Region the caller's is. */
  readonly connection: Connection & { readonly region: string };
  readonly stackInstances: StackInstances;
  readonly sweepSwitch: SweepSwitch;
}

/** What a centre is looked for with. */
export interface CentreSought {
  readonly config: Config;
  readonly organization: OrganizationSnapshot;
  readonly caller: CallerIdentity;
  readonly connection: Connection;
}

/**
 * Looks for the evidence bucket where the configuration says that the centre is. Only where S3 says that there is none, and
 * neither a StackSet nor a switch is there, is nothing deployed; what cannot be read is never taken for that.
 * @throws KeysweepError `evidence-unreadable`.
 */
export async function findCentre(sought: CentreSought): Promise<FoundCentre> {
  const { config, organization, connection: given } = sought;
  const { region } = config;
  const connection = { ...given, region };
  const accountId = config.central.delegatedAdministrator ?? organization.managementAccountId;
  const bucket = bucketOf(accountId, region);
  const instances = stackInstances(connection, { callAs: callAs(sought) });
  const position = sweepSwitch(connection);
  const found = await findEvidenceBucket(connection, { bucket, ownerAccountId: accountId });
  if (found.state === 'unknown') throw unreadable(`the evidence bucket ${bucket}`, found, accountId);
  const isDeployed = found.state === 'known';
  if (!isDeployed) await demandNothing({ instances, position, bucket, region, accountId });
  return {
    isDeployed,
    accountId,
    region,
    bucket,
    connection,
    stackInstances: instances,
    sweepSwitch: isDeployed ? position : switchOfNothing(position),
  };
}

/** StackSets of an organization are the management account's, whoever made them. */
function callAs({ caller, organization }: CentreSought): NonNullable<StackInstancesOptions['callAs']> {
  return caller.accountId === organization.managementAccountId ? 'SELF' : 'DELEGATED_ADMIN';
}

interface Traces {
  readonly instances: StackInstances;
  readonly position: SweepSwitch;
  readonly bucket: string;
  readonly region: string;
  readonly accountId: string;
}

async function demandNothing({ instances, position, bucket, region, accountId }: Traces): Promise<void> {
  for (const [what, reading] of [
    ['the StackSet keysweep', await instances.read()],
    ['the switch /keysweep/state', await position.read()],
  ] as const) {
    if (reading.state === 'absent') continue;
    if (reading.state === 'unknown') throw unreadable(what, reading, accountId);
    throw new KeysweepError('evidence-unreadable', `there is no bucket ${bucket}, but ${what} is there`, {
      hint: `is ${region} the Region of the centre, and ${accountId} its account? Without its records nothing is judged or revoked`,
    });
  }
}

/**
 * Where nothing is deployed there is no switch to be off. It is asked all the same: one that has come since, or that cannot be
 * read, holds.
 */
function switchOfNothing(position: SweepSwitch): SweepSwitch {
  return {
    read: async () => {
      const reading = await position.read();
      return reading.state === 'absent' ? { state: 'known', value: { state: 'enabled' } } : reading;
    },
  };
}

function unreadable(
  what: string,
  { failure }: Extract<Reading<unknown>, { state: 'unknown' }>,
  accountId: string,
): KeysweepError {
  const { operation, code, message } = failure;
  return new KeysweepError('evidence-unreadable', `${what} could not be read: ${operation}: ${code}: ${message}`, {
    hint:
      callTrouble(failure, undefined)?.hint ??
      `whether keysweep is deployed decides what may be concluded: use credentials of ${accountId} that may read it`,
  });
}

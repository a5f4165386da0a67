import { countOf } from '@keysweep/aggregator';
import type { CallerIdentity, Connection } from '@keysweep/aws';
import { KeysweepError, type Config, type OrganizationSnapshot } from '@keysweep/core';
import { connectionOf } from '../organization/connection.ts';
import { identifyCaller } from '../organization/identify-caller.ts';
import { printable } from '../printable.ts';
import type { Terminal } from '../terminal.ts';

/** Credentials and Region, as the command line names them. */
export interface SiteOptions {
  readonly profile?: string;
  readonly region?: string;
  /** Where the management account is another one than the central: the profile with credentials of it. */
  readonly managementProfile?: string;
}

/** Who we are in one account. */
export interface Seat extends CallerIdentity {
  readonly connection: Connection & { readonly region: string };
}

/** Where keysweep is deployed to. */
export interface Site {
  readonly region: string;
  readonly central: Seat;
  /** Null where no credentials of the management account were named. */
  readonly management: Seat | null;
  readonly callAs: 'SELF' | 'DELEGATED_ADMIN';
}

/**
 * Says who is calling, of which account and in which Region, before anything else.
 * @throws KeysweepError `usage` for another Region than the configuration's, `caller-unknown` without credentials.
 */
export async function takeSeat(config: Config, options: SiteOptions, { say }: Terminal): Promise<Seat> {
  const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  const asked = options.region ?? (AWS_REGION || AWS_DEFAULT_REGION || config.region);
  const seat = await seatOf({ ...connectionOf(options, config.region), region: asked }, options.profile);
  say(`as       ${printable(seat.arn)}`);
  say(`account  ${seat.accountId}`);
  say(`Region   ${printable(asked)}`);
  if (asked !== config.region)
    throw new KeysweepError('usage', `the Region is ${asked}, and keysweep.yaml says ${config.region}`, {
      hint: `--region ${config.region}, or AWS_REGION; agents and centre live in the one Region of the configuration`,
    });
  return seat;
}

async function seatOf(connection: Seat['connection'], profile: string | undefined): Promise<Seat> {
  return { ...(await identifyCaller(connection, profile)), connection };
}

/** What a configuration is meant for, and where that is said. */
export interface Meant {
  readonly config: Config;
  readonly organization: OrganizationSnapshot;
  readonly say: Terminal['say'];
}

/**
 * Holds who is calling against where the configuration belongs, and finds the credentials of the management account.
 * @throws KeysweepError `deployment-refused` for another account than the central one, or than the management account.
 */
export async function checkSite(
  central: Seat,
  options: SiteOptions,
  { config, organization, say }: Meant,
): Promise<Site> {
  const { delegatedAdministrator } = config.central;
  const { managementAccountId, accounts } = organization;
  say(`for      ${organization.id}, ${countOf(accounts.length, 'account')}`);
  const wanted = delegatedAdministrator ?? managementAccountId;
  if (central.accountId !== wanted) {
    const which =
      delegatedAdministrator === null
        ? `the management account of ${organization.id}`
        : 'central.delegatedAdministrator of keysweep.yaml';
    throw new KeysweepError('deployment-refused', `this is account ${central.accountId}; keysweep lives in ${wanted}`, {
      hint: `use credentials of ${wanted}, ${which}: --profile names some`,
    });
  }
  const callAs = delegatedAdministrator === null ? 'SELF' : 'DELEGATED_ADMIN';
  const { region } = central.connection;
  return { region, central, callAs, management: await managementSeat(central, options, managementAccountId) };
}

async function managementSeat(central: Seat, options: SiteOptions, accountId: string): Promise<Seat | null> {
  const { managementProfile: profile } = options;
  if (profile === undefined) return central.accountId === accountId ? central : null;
  const seat = await seatOf({ profile, region: central.connection.region }, profile);
  if (seat.accountId === accountId) return seat;
  throw new KeysweepError('deployment-refused', `the profile ${profile} is of account ${seat.accountId}`, {
    hint: `--management-profile names credentials of the management account, ${accountId}`,
  });
}

import { organizationReader, type Connection } from '@keysweep/aws';
import { KeysweepError, type Failure, type OrganizationSnapshot } from '@keysweep/core';

/** Which credentials to use, as the AWS CLI has it; what is left out comes from the environment. */
export interface AwsOptions {
  readonly profile?: string;
  readonly region?: string;
}

/** Every call that reading an organization takes. */
const ACTIONS =
  'organizations:DescribeOrganization, ListRoots, ListOrganizationalUnitsForParent, ListAccounts and ListAccountsForParent';
const INSTEAD = 'or give a snapshot of it with --organization';

/**
 * Reads the organization of the ordinary AWS credentials. The Region only says which partition is meant, for Organizations is
 * one service in each: `--region`, then AWS_REGION and AWS_DEFAULT_REGION, then `fallbackRegion`, then the profile's own.
 * @throws KeysweepError `organization-unreadable`, with what to do about it.
 */
export async function readLiveOrganization(
  { profile, region }: AwsOptions,
  fallbackRegion?: string,
): Promise<OrganizationSnapshot> {
  const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  const chosen = region ?? (AWS_REGION || AWS_DEFAULT_REGION || fallbackRegion);
  const connection: Connection = {
    ...(profile === undefined ? {} : { profile }),
    ...(chosen === undefined ? {} : { region: chosen }),
  };
  const reading = await organizationReader(connection).snapshot();
  if (reading.state === 'known') return reading.value;
  throw unreadable(reading.state === 'unknown' ? reading.failure : null, profile);
}

function unreadable(failure: Failure | null, profile: string | undefined): KeysweepError {
  const because = (why: string, hint: string) =>
    new KeysweepError('organization-unreadable', `the organization could not be read: ${why}`, { hint });
  if (failure === null) return because('there is none', INSTEAD);
  const { kind, operation, code, message } = failure;
  if (code === 'CredentialsProviderError')
    return because(
      `no AWS credentials${profile === undefined ? '' : ` in the profile ${profile}`}: ${message}`,
      `name a profile with --profile, sign in (aws login, aws sso login), ${INSTEAD}`,
    );
  if (message.startsWith('Region is missing'))
    return because('no Region is set', `name one with --region or AWS_REGION, ${INSTEAD}`);
  const what = `${operation}: ${code}: ${message}`;
  if (code === 'AWSOrganizationsNotInUseException')
    return because(what, `this account is in no organization: use the management account, ${INSTEAD}`);
  if (kind === 'access-denied')
    return because(what, `the management account or a delegated administrator may, with ${ACTIONS}; ${INSTEAD}`);
  if (kind === 'conflict') return because(what, 'it changed while it was read: try again');
  return because(what, `try again, ${INSTEAD}`);
}

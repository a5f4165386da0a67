import { organizationReader } from '@keysweep/aws';
import { KeysweepError, type Failure, type OrganizationSnapshot } from '@keysweep/core';
import { connectionOf, type AwsOptions } from './connection.ts';
import { callTrouble } from './call-trouble.ts';
import type { Trouble } from './credentials-trouble.ts';

export type { AwsOptions } from './connection.ts';

/** Every call that reading an organization takes. */
const ACTIONS =
  'organizations:DescribeOrganization, ListRoots, ListOrganizationalUnitsForParent, ListAccounts and ListAccountsForParent';
/** What commands may do instead that need nothing but the organization. */
const SNAPSHOT_INSTEAD = 'or give a snapshot of it with --organization';

/**
 * Reads the organization of the ordinary AWS credentials. The Region only says which partition is meant, for Organizations is
 * one service in each.
 * @throws KeysweepError `organization-unreadable`, with what to do about it; `instead` is what else might be done, if anything.
 */
export async function readLiveOrganization(
  aws: AwsOptions,
  fallbackRegion?: string,
  instead: string | null = SNAPSHOT_INSTEAD,
): Promise<OrganizationSnapshot> {
  const reading = await organizationReader(connectionOf(aws, fallbackRegion)).snapshot();
  if (reading.state === 'known') return reading.value;
  const { why, hint } = explain(reading.state === 'unknown' ? reading.failure : null, aws.profile);
  const hints = [hint, instead].filter((part) => part !== null);
  throw new KeysweepError('organization-unreadable', `the organization could not be read: ${why}`, {
    hint: hints.join(', '),
  });
}

function explain(failure: Failure | null, profile: string | undefined): Trouble {
  if (failure === null) return { why: 'there is none', hint: 'use the management account' };
  const { kind, operation, code, message } = failure;
  const trouble = callTrouble(failure, profile);
  if (trouble !== null) return trouble;
  const why = `${operation}: ${code}: ${message}`;
  if (code === 'AWSOrganizationsNotInUseException')
    return { why, hint: 'this account is in no organization: use the management account' };
  if (kind === 'access-denied')
    return { why, hint: `the management account or a delegated administrator may, with ${ACTIONS}` };
  if (kind === 'conflict') return { why, hint: 'it changed while it was read: try again' };
  return { why, hint: 'try again' };
}

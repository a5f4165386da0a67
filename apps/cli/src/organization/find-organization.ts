import { KeysweepError, type OrganizationSnapshot } from '@keysweep/core';
import { loadOrganizationSnapshot } from '../load-config.ts';
import { readLiveOrganization, type AwsOptions } from './read-live.ts';

/** Where an organization is taken from: a snapshot on file, or AWS. */
export interface OrganizationOptions extends AwsOptions {
  /** A snapshot of the organization (JSON); without it the organization is read from AWS. */
  readonly organization?: string;
}

/**
 * The organization that was asked for.
 * @throws KeysweepError `config-invalid` for a snapshot that is none, `organization-unreadable`, or `usage` where a file and
 * credentials are named together.
 */
export async function findOrganization(
  { organization, profile, region }: OrganizationOptions,
  fallbackRegion: string,
): Promise<OrganizationSnapshot> {
  const aws = { ...(profile === undefined ? {} : { profile }), ...(region === undefined ? {} : { region }) };
  if (organization === undefined) return readLiveOrganization(aws, fallbackRegion);
  const [unused] = Object.keys(aws);
  if (unused !== undefined)
    throw new KeysweepError('usage', `--${unused} means nothing beside --organization`, {
      hint: 'with a snapshot no AWS account is asked: take one of them out',
    });
  return loadOrganizationSnapshot(organization);
}

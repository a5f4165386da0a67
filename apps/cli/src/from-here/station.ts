import { readLiveOrganization } from '../organization/read-live.ts';
import { findCentre, type FoundCentre } from './find-centre.ts';
import { takeStanding, type Standing, type StationOptions } from './standing.ts';

export type { StationOptions } from './standing.ts';

/** Where a command stands that does the centre's work in its own process, and what of keysweep is deployed. */
export interface Station extends Standing {
  readonly centre: FoundCentre;
}

/**
 * Reads all that, and changes nothing. Warnings of the configuration are told.
 * @throws KeysweepError `config-invalid`, `organization-unreadable`, `caller-unknown`, or `evidence-unreadable` where it cannot
 * be told what is deployed.
 */
export async function openStation(options: StationOptions, warn: (warning: string) => void): Promise<Station> {
  const organizationFor = (region: string) => readLiveOrganization(options, region, null);
  const standing = await takeStanding(options, { organizationFor, warn });
  return { ...standing, centre: await findCentre({ config: standing.hashed.config, ...standing }) };
}

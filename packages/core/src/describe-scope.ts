import type { AccountPlan } from './account-plan.ts';
import type { LaterAudit } from './later-audit.ts';
import type { LookBefore } from './look-before.ts';
import type { AccountObservation, GroupObservation } from './observation.ts';
import { sameName } from './policy.ts';

type Taken = Extract<LaterAudit['look'], { state: 'taken' }>;

/**
 * What a look found in scope: the active keys, and the configured groups that are there. A group whose members could not be
 * read is there where the bulk read names it or the look before had found it: nobody has seen it go.
 */
export function describeScope(
  { keys }: AccountPlan,
  { groups, details }: AccountObservation,
  before: LookBefore | null,
): Pick<Taken, 'live' | 'groups'> {
  const named = [...details.groupNames, ...(before?.groups ?? [])];
  const isThere = ({ name, members: { end } }: GroupObservation): boolean =>
    end.state === 'complete' || (end.state === 'unknown' && named.some((each) => sameName(each, name)));
  return {
    live: keys
      .filter(({ status }) => status === 'Active')
      .map(({ accessKeyId, userName, createdAt }) => ({ accessKeyId, userName, createdAt })),
    groups: groups.filter((group) => group.role === 'included' && isThere(group)).map(({ name }) => name),
  };
}

import type { UserDetail } from './iam-user.ts';
import type { AccountObservation, GroupObservation } from './observation.ts';
import { nameKey, type PolicyRules } from './policy.ts';
import type { Rule } from './rules.ts';

/** The bulk part of an observation: enough to say who is in scope. */
export type ScopeObservation = Pick<AccountObservation, 'details' | 'groups'>;

/** One user whom at least one read puts into a configured group. */
export interface ScopedUser {
  readonly userName: string;
  readonly userId: string | null;
  readonly detail: UserDetail | null;
  /** Configured groups, in the policy's spelling, that at least one read says the user is in. */
  readonly groups: readonly string[];
  /** Exempt groups, likewise. */
  readonly exemptGroups: readonly string[];
  /** Why the user's place in scope is not certain, or null where two reads agree. */
  readonly doubt: Rule | null;
}

interface Sighting {
  readonly group: string;
  readonly userName: string;
  readonly userId: string;
}

/**
 * Who is in scope: every user whom either read (the group's own list, or the user's list of groups) puts into a
 * configured group. Only where both agree, on the group and on the user's id, is the user's place certain.
 */
export function findScope(observation: ScopeObservation, rules: PolicyRules): readonly ScopedUser[] {
  const included = namesByKey(rules.groups);
  const exempt = namesByKey(rules.exempt.groups.map(({ name }) => name));
  const listed = sightingsByUser(observation.groups, 'included');
  const exemptListed = sightingsByUser(observation.groups, 'exempt');
  const details = indexDetails(observation.details.users);
  const spellings = spellingsByUser(observation);
  const candidates = new Set(listed.keys());
  for (const user of observation.details.users)
    if (configured(user, included).length > 0) candidates.add(nameKey(user.userName));
  return [...candidates].sort().map((key) => {
    const detail = details.get(key) ?? null;
    const sightings = listed.get(key) ?? [];
    const detailGroups = configured(detail, included);
    return {
      userName: detail?.userName ?? (spellings.get(key) as string),
      userId: detail?.userId ?? sightings[0]?.userId ?? null,
      detail,
      groups: distinct([...sightings.map(({ group }) => group), ...detailGroups]),
      exemptGroups: distinct([
        ...(exemptListed.get(key) ?? []).map(({ group }) => group),
        ...configured(detail, exempt),
      ]),
      doubt: details.get(key) === null ? 'identity-disputed' : findDoubt(detail, sightings, detailGroups),
    };
  });
}

/** Whether an exempt group could not be read, or is missing without leave: then anybody may be in it. */
export function exemptGroupUnread(observation: ScopeObservation, rules: PolicyRules): boolean {
  return rules.exempt.groups.some(({ name, optional }) => {
    const end = observation.groups.find((group) => group.role === 'exempt' && group.name === name)?.members.end.state;
    return !(end === 'complete' || (end === 'absent' && optional));
  });
}

/**
 * Users by name; null where the pages, shifting while they were read, listed a user twice: then neither entry is
 * believed, for only one of them may hold the exemption.
 */
export function indexDetails(users: readonly UserDetail[]): Map<string, UserDetail | null> {
  const byName = new Map<string, UserDetail | null>();
  for (const user of users) byName.set(nameKey(user.userName), byName.has(nameKey(user.userName)) ? null : user);
  return byName;
}

/** One spelling of every name that was read; of several, the first in the alphabet. */
function spellingsByUser({ details, groups }: ScopeObservation): ReadonlyMap<string, string> {
  const names = [...details.users, ...groups.flatMap(({ members }) => members.items)].map(({ userName }) => userName);
  return new Map(
    [...names]
      .sort()
      .toReversed()
      .map((name) => [nameKey(name), name]),
  );
}

function findDoubt(
  detail: UserDetail | null,
  sightings: readonly Sighting[],
  detailGroups: readonly string[],
): Rule | null {
  if (detail === null) return 'tags-unread';
  if (sightings.some(({ userId }) => userId !== detail.userId)) return 'identity-disputed';
  const agreed = sightings.some(({ group }) => detailGroups.includes(group));
  return agreed ? null : 'membership-disputed';
}

function sightingsByUser(groups: readonly GroupObservation[], role: GroupObservation['role']): Map<string, Sighting[]> {
  const byUser = new Map<string, Sighting[]>();
  for (const group of groups) {
    if (group.role !== role) continue;
    for (const { userName, userId } of group.members.items) {
      const sightings = byUser.get(nameKey(userName)) ?? [];
      sightings.push({ group: group.name, userName, userId });
      byUser.set(nameKey(userName), sightings);
    }
  }
  return byUser;
}

function namesByKey(names: readonly string[]): Map<string, string> {
  return new Map(names.map((name) => [nameKey(name), name]));
}

function configured(detail: UserDetail | null, names: Map<string, string>): string[] {
  return (detail?.groups ?? []).flatMap((group) => names.get(nameKey(group)) ?? []);
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}

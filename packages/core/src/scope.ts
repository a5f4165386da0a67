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
  const candidates = new Set(listed.keys());
  for (const [key, user] of details) if (user.groups.some((group) => included.has(nameKey(group)))) candidates.add(key);
  return [...candidates].sort().map((key) => {
    const detail = details.get(key) ?? null;
    const sightings = listed.get(key) ?? [];
    const detailGroups = configured(detail, included);
    return {
      userName: detail?.userName ?? (sightings[0] as Sighting).userName,
      userId: detail?.userId ?? (sightings[0] as Sighting).userId,
      detail,
      groups: distinct([...sightings.map(({ group }) => group), ...detailGroups]),
      exemptGroups: distinct([
        ...(exemptListed.get(key) ?? []).map(({ group }) => group),
        ...configured(detail, exempt),
      ]),
      doubt: findDoubt(detail, sightings, detailGroups),
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
 * Users by name. Pages that shift while they are read can list a user twice: then neither entry is believed, for only
 * one of them may hold the exemption.
 */
export function indexDetails(users: readonly UserDetail[]): Map<string, UserDetail> {
  const byName = new Map(users.map((user) => [nameKey(user.userName), user]));
  const seen = new Set<string>();
  for (const { userName } of users) {
    if (seen.has(nameKey(userName))) byName.delete(nameKey(userName));
    seen.add(nameKey(userName));
  }
  return byName;
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

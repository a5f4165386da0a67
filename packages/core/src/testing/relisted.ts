import type { AccountObservation } from '../observation.ts';

/** The same list in another order, the same for the same seed. */
export function shuffled<T>(items: readonly T[], seed: number): T[] {
  const rank = (index: number): number => Math.imul(index + 1, seed | 1) >>> 0;
  return items
    .map((item, index) => ({ item, rank: rank(index) }))
    .sort((left, right) => left.rank - right.rank)
    .map(({ item }) => item);
}

/** The observation as it would be had AWS listed everything in another order. */
export function relisted(observation: AccountObservation, seed: number): AccountObservation {
  const report = observation.credentialReport;
  return {
    ...observation,
    details: {
      ...observation.details,
      users: shuffled(observation.details.users, seed).map((user) => ({
        ...user,
        groups: shuffled(user.groups, seed),
        tags: shuffled(user.tags, seed),
      })),
      groupNames: shuffled(observation.details.groupNames, seed),
    },
    groups: observation.groups.map((group) => ({
      ...group,
      members: { ...group.members, items: shuffled(group.members.items, seed) },
    })),
    credentialReport:
      report.state === 'known'
        ? { ...report, value: { ...report.value, rows: shuffled(report.value.rows, seed) } }
        : report,
    users: observation.users.map((user) =>
      user.accessKeys.state === 'known'
        ? { ...user, accessKeys: { ...user.accessKeys, value: shuffled(user.accessKeys.value, seed) } }
        : user,
    ),
  };
}

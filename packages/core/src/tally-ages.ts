import type { LiveKey } from './live-keys.ts';
import type { Summary } from './summary.ts';

/** Active keys by age, and those whose date is not known. */
export type AgeTally = Pick<Summary, 'ages' | 'ageless'>;

const DAY_MS = 86_400_000;
/** A key is of the first group whose days it has not reached. */
const UNDER_DAYS = [1, 7, 30, 90, 365, null] as const;

/** Counts keys by how old they are at an instant (ISO 8601). Every group is there, be it empty. */
export function tallyAges(keys: readonly LiveKey[], at: string): AgeTally {
  const dated = keys.flatMap(({ createdAt }) => (createdAt === null ? [] : [Date.parse(createdAt)]));
  const ages = UNDER_DAYS.map((underDays) => ({ underDays, keys: 0 }));
  for (const created of dated) {
    const days = (Date.parse(at) - created) / DAY_MS;
    const group = ages.find(({ underDays }) => underDays === null || days < underDays) as (typeof ages)[number];
    group.keys += 1;
  }
  return { ages, ageless: keys.length - dated.length };
}

/** Adds up what was counted apart. */
export function addAges(tallies: readonly AgeTally[]): AgeTally {
  const groups = tallies.flatMap(({ ages }) => ages);
  return {
    ages: UNDER_DAYS.map((underDays) => ({
      underDays,
      keys: sumOf(groups.filter((each) => each.underDays === underDays)),
    })),
    ageless: tallies.reduce((sum, { ageless }) => sum + ageless, 0),
  };
}

function sumOf(groups: AgeTally['ages']): number {
  return groups.reduce((sum, { keys }) => sum + keys, 0);
}

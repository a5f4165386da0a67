import type { Ending, ReportedKey } from './account-report.ts';
import { nameKey } from './policy.ts';
import { RULES, type Rule } from './rules.ts';
import type { Summary } from './summary.ts';

/** How a key that was to stay has ended. */
const STAYS: ReadonlySet<Ending> = new Set(['kept', 'exempt', 'unknown', 'observed']);

/** Counts the keys of one account that stay, by the rule they stay for, and whose they are. */
export function tallyKept(keys: readonly Pick<ReportedKey, 'ending' | 'rule' | 'userName'>[]): Summary['kept'] {
  const staying = keys.filter(({ ending }) => STAYS.has(ending));
  return inOrderOfRules((rule) => {
    const own = staying.filter((key) => key.rule === rule);
    return { users: new Set(own.map(({ userName }) => nameKey(userName))).size, keys: own.length };
  });
}

/** Adds up what was counted apart: a user of one account is not the user of that name in another. */
export function addKept(tallies: readonly Summary['kept'][]): Summary['kept'] {
  const sums = new Map<Rule, { users: number; keys: number }>();
  for (const { rule, users, keys } of tallies.flat()) {
    const sum = sums.get(rule) ?? { users: 0, keys: 0 };
    sums.set(rule, { users: sum.users + users, keys: sum.keys + keys });
  }
  return inOrderOfRules((rule) => sums.get(rule) ?? { users: 0, keys: 0 });
}

function inOrderOfRules(countOf: (rule: Rule) => { users: number; keys: number }): Summary['kept'] {
  const rules = Object.keys(RULES) as Rule[];
  return rules.map((rule) => ({ rule, ...countOf(rule) })).filter(({ keys }) => keys > 0);
}

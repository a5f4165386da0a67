import type { Census, CensusTotals } from './census.ts';

type Counted = Exclude<Census[keyof Omit<Census, 'reportAt' | 'uncounted' | 'rootKeys'>], null>;

/** Adds up the censuses of the accounts that were to be counted; null is an account in which nothing could be. */
export function addCensuses(censuses: readonly (Census | null)[]): CensusTotals {
  const taken = censuses.filter((census) => census !== null);
  const complete = taken.filter(({ uncounted }) => uncounted.length === 0);
  const rootKeys = taken.flatMap((census) =>
    census.rootKeys === null || census.rootKeys === 0 ? [] : [census.rootKeys],
  );
  return {
    accounts: censuses.length,
    incomplete: censuses.length - complete.length,
    rootKeys: { accounts: rootKeys.length, keys: sumOf(rootKeys) },
    outOfScope: addKeys(taken.map(({ outOfScope }) => outOfScope)),
    withoutMfa: addKeys(taken.map(({ withoutMfa }) => withoutMfa)),
    serviceSpecificCredentials: addCredentials(taken.map((census) => census.serviceSpecificCredentials)),
  };
}

function addKeys(counts: readonly Census['outOfScope'][]): CensusTotals['outOfScope'] {
  const found = counts.filter((each) => each !== null).filter(({ keys }) => keys > 0);
  return { ...addUsers(found), keys: sumOf(found.map(({ keys }) => keys)) };
}

function addCredentials(
  counts: readonly Census['serviceSpecificCredentials'][],
): CensusTotals['serviceSpecificCredentials'] {
  const found = counts.filter((each) => each !== null).filter(({ credentials }) => credentials > 0);
  return { ...addUsers(found), credentials: sumOf(found.map(({ credentials }) => credentials)) };
}

function addUsers(found: readonly Pick<Counted, 'users'>[]): { accounts: number; users: number } {
  return { accounts: found.length, users: sumOf(found.map(({ users }) => users)) };
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

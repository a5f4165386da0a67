import type { Summary } from '@keysweep/core';
import type { Metric } from './embedded-metrics.ts';

const DAY_MS = 86_400_000;

/**
 * What a summary says in numbers. Each is a level, true as of that summary: added up over days, a key would count once per
 * summary. Left out are `Coverage` where nothing is in scope, so that it breaches the alarm as missing; `OldestKeyDays` where no
 * key is active whose age is known; `RootKeys` and `OutOfScopeKeys` where no account could be counted.
 */
export function summaryMetrics(summary: Summary): Metric[] {
  const { coverage, keys, standings, accounts, census } = summary;
  const oldest = oldestKeyDays(summary);
  const count = (name: string, value: number): Metric => ({ name, unit: 'Count', value });
  return [
    ...(coverage.percent === null ? [] : [{ name: 'Coverage', unit: 'Percent', value: coverage.percent } as const]),
    count('Revoked', keys.deleted + keys.deactivated),
    count('Failed', keys.failed + keys['not-attempted']),
    count('Unknown', keys.unknown),
    count('Overdue', standings.overdue),
    ...(oldest === null ? [] : [{ name: 'OldestKeyDays', unit: 'None', value: oldest } as const]),
    ...(accounts.some((account) => isKnown(account.census?.rootKeys)) ? [count('RootKeys', census.rootKeys.keys)] : []),
    ...(accounts.some((account) => isKnown(account.census?.outOfScope))
      ? [count('OutOfScopeKeys', census.outOfScope.keys)]
      : []),
  ];
}

function isKnown(counted: unknown): boolean {
  return counted !== null && counted !== undefined;
}

/** In whole days; null where no key is active, or none whose creation is known. */
function oldestKeyDays({ at, accounts }: Summary): number | null {
  const [oldest] = accounts.flatMap(({ oldestLiveAt }) => oldestLiveAt ?? []).sort();
  return oldest === undefined ? null : Math.max(0, Math.floor((Date.parse(at) - Date.parse(oldest)) / DAY_MS));
}

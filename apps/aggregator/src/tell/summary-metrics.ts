import type { Ending, SummarisedKey, Summary } from '@keysweep/core';
import type { Metric } from './embedded-metrics.ts';

const DAY_MS = 86_400_000;

/** How a key that can no longer be used has ended. */
const NO_LONGER_USED: ReadonlySet<Ending> = new Set(['deleted', 'deactivated', 'already-gone', 'already-inactive']);
/** Rules that keep a key because it is inactive. */
const KEPT_INACTIVE: ReadonlySet<SummarisedKey['rule']> = new Set(['already-inactive', 'awaiting-deletion']);

/**
 * What a summary says in numbers. Each is a level, true as of that summary: added up over days, a key would count once per
 * summary. `Coverage` is left out where nothing is in scope, and so breaches the alarm as missing; `OldestKeyDays`, of the
 * keys that may still be used and that nothing exempts, where there is no such key.
 */
export function summaryMetrics(summary: Summary): Metric[] {
  const { coverage, keys, accounts } = summary;
  const oldest = oldestKeyDays(summary);
  const count = (name: string, value: number): Metric => ({ name, unit: 'Count', value });
  return [
    ...(coverage.percent === null ? [] : [{ name: 'Coverage', unit: 'Percent', value: coverage.percent } as const]),
    count('Revoked', keys.deleted + keys.deactivated),
    count('Failed', keys.failed + keys['not-attempted']),
    count('Unknown', keys.unknown),
    count(
      'Overdue',
      accounts.reduce((sum, { overdue }) => sum + overdue, 0),
    ),
    ...(oldest === null ? [] : [{ name: 'OldestKeyDays', unit: 'None', value: oldest } as const]),
  ];
}

/** In whole days; null where no key is left, or none whose creation is known. */
function oldestKeyDays({ at, keyRecords }: Summary): number | null {
  const created = keyRecords.filter(mayBeUsed).flatMap(({ createdAt }) => (createdAt === null ? [] : [createdAt]));
  const oldest = created.reduce<number | null>((least, each) => Math.min(least ?? Infinity, Date.parse(each)), null);
  return oldest === null ? null : Math.max(0, Math.floor((Date.parse(at) - oldest) / DAY_MS));
}

function mayBeUsed({ ending, rule }: SummarisedKey): boolean {
  return ending !== 'exempt' && !NO_LONGER_USED.has(ending) && !KEPT_INACTIVE.has(rule);
}

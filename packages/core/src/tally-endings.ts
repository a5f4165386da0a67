import { ENDINGS, type Ending, type ReportedKey } from './account-report.ts';
import type { KeyTally } from './summary.ts';

/** Counts keys by how they ended. */
export function tallyEndings(keys: readonly Pick<ReportedKey, 'ending'>[]): KeyTally {
  const tally = emptyTally();
  for (const { ending } of keys) tally[ending] += 1;
  return tally;
}

/** Adds up what was counted apart. */
export function addEndings(tallies: readonly KeyTally[]): KeyTally {
  const sum = emptyTally();
  for (const tally of tallies) for (const ending of ENDINGS) sum[ending] += tally[ending];
  return sum;
}

function emptyTally(): Record<Ending, number> {
  return Object.fromEntries(ENDINGS.map((ending) => [ending, 0])) as Record<Ending, number>;
}

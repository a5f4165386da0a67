import type { Pace } from '@keysweep/core';
import pLimit from 'p-limit';

/** At most `concurrency` pieces of work at a time (a whole number from 1), started in the order given. */
export function pace(concurrency: number): Pace {
  const limit = pLimit(concurrency);
  return { run: (work) => limit(work) };
}

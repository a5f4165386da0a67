import type { BatchResult } from './sweep-batch.ts';

/** One process works on one batch at a time, so on a full one. */
const BATCH_SIZE = 20;

/** Has one batch of accounts after another worked on in this process. */
export async function inBatches<T>(
  accounts: readonly string[],
  work: (batch: readonly string[]) => Promise<BatchResult<T>[]>,
): Promise<BatchResult<T>[]> {
  const results: BatchResult<T>[] = [];
  for (let start = 0; start < accounts.length; start += BATCH_SIZE)
    results.push(...(await work(accounts.slice(start, start + BATCH_SIZE))));
  return results;
}

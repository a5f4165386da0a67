import { KeysweepError } from '@keysweep/core';
import type { BatchResult } from './sweep-batch.ts';

/** One process works on one batch at a time, so on a full one. */
const BATCH_SIZE = 20;

/** Work on the accounts of one batch. */
export type BatchWork<T> = (batch: readonly string[]) => Promise<BatchResult<T>[]>;

/**
 * Has one batch of accounts after another worked on in this process. Throws `interrupted` in place of the next batch once it is
 * to stop: what was begun is finished.
 */
export async function inBatches<T>(
  accounts: readonly string[],
  work: BatchWork<T>,
  isToStop: () => boolean = () => false,
): Promise<BatchResult<T>[]> {
  const results: BatchResult<T>[] = [];
  for (let start = 0; start < accounts.length; start += BATCH_SIZE) {
    if (isToStop()) throw new KeysweepError('interrupted', 'stopped before the next accounts were begun');
    results.push(...(await work(accounts.slice(start, start + BATCH_SIZE))));
  }
  return results;
}

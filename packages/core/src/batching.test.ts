import fc from 'fast-check';
import { expect, it } from 'vitest';
import { batchingOf } from './batching.ts';

it.each([
  [0, { batchSize: 1, maxConcurrency: 1 }],
  [1, { batchSize: 1, maxConcurrency: 1 }],
  [7, { batchSize: 1, maxConcurrency: 7 }],
  [60, { batchSize: 6, maxConcurrency: 10 }],
  [200, { batchSize: 20, maxConcurrency: 10 }],
  [2_000, { batchSize: 20, maxConcurrency: 13 }],
  [10_000, { batchSize: 20, maxConcurrency: 63 }],
  [50_000, { batchSize: 20, maxConcurrency: 100 }],
])('%i accounts', (accounts, batching) => {
  expect(batchingOf(accounts)).toEqual(batching);
});

it('never deals out more than a function can hold, nor runs more functions than there are batches', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 50_000 }), (accounts) => {
      const { batchSize, maxConcurrency } = batchingOf(accounts);
      const batches = Math.ceil(accounts / batchSize);
      expect([batchSize >= 1, batchSize <= 20, maxConcurrency >= 1, maxConcurrency <= 100]).not.toContain(false);
      expect(maxConcurrency).toBeLessThanOrEqual(Math.max(1, batches));
      expect(batches / maxConcurrency).toBeLessThanOrEqual(25);
    }),
  );
});

import { expect, test } from 'vitest';
import { inOrder } from './in-order.ts';

const gather = async <Result>(results: AsyncIterable<Result>): Promise<Result[]> => {
  const all: Result[] = [];
  for await (const result of results) all.push(result);
  return all;
};

test('gives results in the order of the items, whichever is done first', async () => {
  const work = (item: number): Promise<number> => new Promise((resolve) => setTimeout(() => resolve(item), 12 - item));
  expect(await gather(inOrder([1, 5, 9, 3], 3, work))).toEqual([1, 5, 9, 3]);
  expect(await gather(inOrder([], 3, work))).toEqual([]);
});

test('begins no more than so many ahead of the one that is next', async () => {
  let begun = 0;
  const results = inOrder([1, 2, 3, 4, 5, 6], 2, (item) => {
    begun += 1;
    return Promise.resolve(item);
  });
  await results.next();
  expect(begun).toBe(2);
  await results.next();
  expect(begun).toBe(3);
});

test('a failure is heard of when its turn comes', async () => {
  const results = inOrder([1, 2, 3], 3, (item) =>
    item === 2 ? Promise.reject(new TypeError('two')) : Promise.resolve(item),
  );
  expect((await results.next()).value).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 5));
  await expect(results.next()).rejects.toThrow('two');
});

import { expect, it } from 'vitest';
import { pace } from '../src/iam/index.ts';

it('runs at most so many pieces of work at a time, in the order given, and gives their results back', async () => {
  const places = pace(3);
  let running = 0;
  let most = 0;
  const started: number[] = [];
  const work = (index: number) => async () => {
    started.push(index);
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, 5));
    running -= 1;
    return index;
  };
  const all = Array.from({ length: 10 }, (_, index) => index);
  expect(await Promise.all(all.map((index) => places.run(work(index))))).toEqual(all);
  expect([most, started]).toEqual([3, all]);
});

it('gives a place back when its work fails', async () => {
  const places = pace(1);
  await expect(places.run(() => Promise.reject(new RangeError('no')))).rejects.toThrow(RangeError);
  expect(await places.run(() => Promise.resolve(1))).toBe(1);
});

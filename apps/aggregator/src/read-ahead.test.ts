import { describe, expect, it } from 'vitest';
import { readAhead } from './read-ahead.ts';

const NUMBERS = Array.from({ length: 12 }, (_, index) => index);
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('reading ahead', () => {
  it('gives results in the order of the items, whichever comes first, and never begins too many', async () => {
    let atWork = 0;
    let most = 0;
    const work = async (number: number): Promise<number> => {
      most = Math.max(most, (atWork += 1));
      await pause(number % 3);
      return number * 10;
    };
    const results: number[] = [];
    for await (const result of readAhead(NUMBERS, work, 4)) {
      atWork -= 1;
      results.push(result);
    }
    expect(results).toEqual(NUMBERS.map((number) => number * 10));
    expect(most).toBe(4);
  });

  it('throws an error where its result would be, and one that nobody waits for ends no process', async () => {
    const work = async (number: number): Promise<number> => {
      await pause(number === 2 ? 5 : 0);
      if (number >= 2) throw new TypeError(`no ${number}`);
      return number;
    };
    const results: number[] = [];
    const reading = async () => {
      for await (const result of readAhead(NUMBERS, work, 6)) results.push(result);
    };
    await expect(reading()).rejects.toThrow('no 2');
    expect(results).toEqual([0, 1]);
  });

  it('ends at once where there is nothing', async () => {
    for await (const result of readAhead([], () => Promise.resolve(1), 3)) expect.unreachable(String(result));
  });
});

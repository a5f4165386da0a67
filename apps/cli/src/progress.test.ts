import { afterEach, expect, it, vi } from 'vitest';
import { tellProgress, toldPace } from './progress.ts';

const heard: string[] = [];
const terminal = (redraw: ((line: string) => void) | null) => ({
  data: () => undefined,
  say: (text: string) => void heard.push(text),
  width: 80,
  colour: false,
  redraw,
  ask: null,
});
afterEach(() => {
  heard.length = 0;
  vi.useRealTimers();
});

it('draws over one line of a terminal, and takes it away', () => {
  const progress = tellProgress(
    terminal((line) => void heard.push(`~${line}`)),
    false,
  );
  progress.begin('planning', 2);
  progress.step();
  progress.end();
  expect(heard).toEqual(['~planning: 0 of 2 accounts', '~planning: 1 of 2 accounts', '~']);
});

it('says a plain line in the beginning and every half minute elsewhere', () => {
  vi.useFakeTimers({ now: 0, toFake: ['performance'] });
  const progress = tellProgress(terminal(null), false);
  progress.begin('planning', 1);
  progress.step();
  vi.advanceTimersByTime(31_000);
  progress.step();
  progress.step();
  progress.end();
  expect(heard).toEqual(['planning: 1 account', 'planning: 2 of 1 account']);
});

it('says nothing where it is to be quiet', () => {
  const progress = tellProgress(terminal(null), true);
  progress.begin('planning', 1);
  progress.step();
  progress.end();
  expect(heard).toEqual([]);
});

it('counts what is done, and not what failed', async () => {
  let done = 0;
  const pace = toldPace({ run: (work) => work() }, () => void (done += 1));
  expect(await pace.run(() => Promise.resolve('x'))).toBe('x');
  await expect(pace.run(() => Promise.reject(new TypeError('no')))).rejects.toThrow('no');
  expect(done).toBe(1);
});

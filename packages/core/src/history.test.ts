import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { historySchema, rememberRun, type History, type PastRun } from './history.ts';
import { readRecord } from './read-record.ts';
import { runIdOf } from './run.ts';

const NEVER_RUN: History = { schema: 'keysweep/history/1', policy: 'weekly', runs: [] };

/** A run due on this day of 2026. */
function aPastRun(day: number, overrides: Partial<PastRun> = {}): PastRun {
  const due = new Date(Date.UTC(2026, 0, day));
  return {
    runId: runIdOf(due),
    state: 'finished',
    at: due.toISOString(),
    reasons: [],
    revocationsPlanned: 1,
    revocations: 1,
    ...overrides,
  };
}

describe('rememberRun', () => {
  it('puts the newest run first, in whatever order runs are remembered', () => {
    const history = [aPastRun(8), aPastRun(22), aPastRun(15)].reduce(rememberRun, NEVER_RUN);
    expect(history.runs.map(({ runId }) => runId)).toEqual([
      '20260122T000000Z',
      '20260115T000000Z',
      '20260108T000000Z',
    ]);
  });

  it('replaces what it knew of a run', () => {
    const history = [aPastRun(8, { state: 'started' }), aPastRun(15), aPastRun(8)].reduce(rememberRun, NEVER_RUN);
    expect(history.runs).toEqual([aPastRun(15), aPastRun(8)]);
  });

  it('forgets the oldest beyond twenty, so that its record stays readable', () => {
    const days = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 60 });
    fc.assert(
      fc.property(days, (remembered) => {
        const history = remembered.map((day) => aPastRun(day)).reduce(rememberRun, NEVER_RUN);
        const newest = [...new Set(remembered)].sort((left, right) => right - left).slice(0, 20);
        expect(history.runs).toEqual(newest.map((day) => aPastRun(day)));
        expect(readRecord(historySchema, history).state).toBe('known');
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  heldSince,
  historySchema,
  lastSettledRun,
  missedRun,
  nextRunDue,
  rememberRun,
  settledRuns,
  type History,
  type PastRun,
} from './history.ts';
import { readRecord } from './read-record.ts';
import { runIdOf, SETTLED_AFTER_MS } from './run.ts';
import { AS_OF_DATE, before, DAY } from './testing/account.ts';
import { rulesOf } from './testing/rules.ts';

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
    approves: null,
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

  it.each(['finished', 'held', 'failed'] as const)(
    'does not forget that a run %s when it is started again',
    (state) => {
      const ended = aPastRun(8, { state, reasons: ['why'] });
      const again = rememberRun(rememberRun(NEVER_RUN, ended), aPastRun(8, { state: 'started' }));
      expect(again.runs).toEqual([ended]);
      expect(rememberRun(again, aPastRun(8)).runs).toEqual([aPastRun(8)]);
    },
  );

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

it('a run of a time before there were approvals approves none', () => {
  const { approves, ...run } = aPastRun(8);
  expect(approves).toBeNull();
  const read = readRecord(historySchema, { ...NEVER_RUN, runs: [run] });
  expect(read).toMatchObject({ state: 'known', value: { runs: [{ approves: null }] } });
});

const HOUR = 3_600_000;

describe('lastSettledRun', () => {
  const [older, newer] = [aPastRun(8), aPastRun(15)];
  const due = new Date(newer.at).getTime();
  const at = (hours: number): Date => new Date(due + hours * HOUR);
  const history = (...runs: PastRun[]): History => runs.reduce(rememberRun, NEVER_RUN);

  it.each([
    ['finished', newer, 0],
    ['held', newer, 0],
    ['failed', newer, 0],
    ['started', older, 7.99],
    ['started', newer, 8],
  ] as const)('a run that is %s: row %#', (state, { runId }, hours) => {
    expect(lastSettledRun(history(older, { ...newer, state }), at(hours))?.runId).toBe(runId);
  });

  it('is none where none has ended', () => {
    expect(lastSettledRun(NEVER_RUN, at(0))).toBeNull();
    expect(lastSettledRun(history({ ...newer, state: 'started' }), at(1))).toBeNull();
  });
});

describe('heldSince', () => {
  const held = (day: number): PastRun => aPastRun(day, { state: 'held' });
  it.each<[string, readonly PastRun[], number]>([
    ['its own time, where it is the first', [held(29)], 29],
    ['its own time, where the one before finished', [held(8), aPastRun(22), held(29)], 29],
    ['the first of those in a row', [aPastRun(8), held(15), held(22), held(29)], 15],
    [
      'the first since one finished, whatever broke off between',
      [held(15), aPastRun(22, { state: 'failed' }), held(29)],
      15,
    ],
    ['its own time, where only others broke off before', [aPastRun(22, { state: 'started' }), held(29)], 29],
    ['a time before it, whatever came later', [held(15), held(29), aPastRun(30)], 15],
  ])('is %s', (_, runs, day) => {
    expect(heldSince(runs.reduce(rememberRun, NEVER_RUN), held(29))).toBe(held(day).at);
  });
});

describe('missedRun', () => {
  const fridays = { name: 'weekly', schedule: 'cron(55 23 ? * FRI *)', rules: rulesOf() };
  const due = AS_OF_DATE;
  const settled = new Date(due.getTime() + SETTLED_AFTER_MS);
  const runDue = (at: string, state: PastRun['state'] = 'finished'): History =>
    rememberRun(NEVER_RUN, { ...aPastRun(1), runId: runIdOf(new Date(at)), at, state });

  it('is the last one that should be over, where none began at its time or later', () => {
    expect(missedRun(NEVER_RUN, fridays, settled)).toEqual(due);
    expect(missedRun(runDue(before(7 * DAY)), fridays, settled)).toEqual(due);
  });

  it('is none before that one should be over: then the one before it is asked for', () => {
    const early = new Date(settled.getTime() - 1);
    expect(missedRun(NEVER_RUN, fridays, early)).toEqual(new Date(before(7 * DAY)));
    expect(missedRun(runDue(before(7 * DAY)), fridays, early)).toBeNull();
  });

  it.each(['finished', 'held', 'failed', 'started'] as const)('is none where one began, and is %s', (state) => {
    expect(missedRun(runDue(before(0), state), fridays, settled)).toBeNull();
    expect(missedRun(runDue(before(-HOUR), state), fridays, settled)).toBeNull();
  });

  it('is not made up for by a run by hand that somebody said no to', () => {
    const declined = {
      ...aPastRun(1),
      runId: runIdOf(due),
      at: due.toISOString(),
      state: 'held',
      declined: true,
    } as const;
    expect(missedRun(rememberRun(NEVER_RUN, declined), fridays, settled)).toEqual(due);
  });

  it('is none under a schedule that was never due', () => {
    expect(missedRun(NEVER_RUN, { ...fridays, schedule: 'cron(0 0 1 1 ? 2099)' }, settled)).toBeNull();
    expect(missedRun(NEVER_RUN, { ...fridays, schedule: 'every Friday' }, settled)).toBeNull();
  });
});

describe('nextRunDue', () => {
  const fridays = { name: 'weekly', schedule: 'cron(55 23 ? * FRI *)', rules: rulesOf() };

  it('is the next time after an instant, never the instant itself', () => {
    expect(nextRunDue(fridays, new Date(before(1)))).toEqual(AS_OF_DATE);
    expect(nextRunDue(fridays, AS_OF_DATE)).toEqual(new Date(before(-7 * DAY)));
  });

  it('is none where the years of the schedule are over, or it is none', () => {
    expect(nextRunDue({ ...fridays, schedule: 'cron(0 0 1 1 ? 2020)' }, AS_OF_DATE)).toBeNull();
    expect(nextRunDue({ ...fridays, schedule: 'every Friday' }, AS_OF_DATE)).toBeNull();
  });
});

it('a run that somebody said no to is no settled one, and nothing has been held since', () => {
  const declined = { state: 'held', declined: true } as const;
  const history = { ...NEVER_RUN, runs: [aPastRun(4, { state: 'held' }), aPastRun(3, declined), aPastRun(2)] };
  const at = new Date(aPastRun(5).at);
  expect(settledRuns(history, at).map(({ runId }) => runId)).toEqual([aPastRun(4).runId, aPastRun(2).runId]);
  expect(lastSettledRun({ ...history, runs: history.runs.slice(1) }, at)).toEqual(aPastRun(2));
  expect(heldSince(history, aPastRun(4))).toBe(aPastRun(4).at);
});

it('settledRuns leaves out the one that may still be at work', () => {
  const history = {
    ...NEVER_RUN,
    runs: [aPastRun(3, { state: 'started' }), aPastRun(2, { state: 'held' }), aPastRun(1)],
  };
  const due = Date.parse(aPastRun(3).at);
  const days = (at: number) => settledRuns(history, new Date(at)).map(({ runId }) => runId.slice(6, 8));
  expect(days(due + SETTLED_AFTER_MS - 1)).toEqual(['02', '01']);
  expect(days(due + SETTLED_AFTER_MS)).toEqual(['03', '02', '01']);
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LocalOrganization } from '../index.ts';
import { central, definitionOf, put, START } from '../testing/central.ts';
import { runByHand } from '../testing/run-by-hand.ts';
import { failing, task } from '../testing/tasks.ts';

let organization: LocalOrganization;
beforeEach(() => {
  organization = central();
});
afterEach(() => organization.close());

const run = (states: Readonly<Record<string, object>>, input: unknown = {}) =>
  runByHand(organization, definitionOf(states), input);

describe('Retry and Catch', () => {
  const waits = (events: readonly { readonly waitSeconds?: number }[]) =>
    events.flatMap(({ waitSeconds }) => waitSeconds ?? []);

  it('tries again what a retrier names, waiting longer each time, and loses no time over it', async () => {
    failing(organization, ['A', 'A', 'A', 'A', null]);
    const Retry = [
      { ErrorEquals: ['B', 'A'], IntervalSeconds: 3, BackoffRate: 2, MaxAttempts: 5, MaxDelaySeconds: 10 },
    ];
    const { output, execution } = await run({ A: task({ Retry, Output: '{% $states.result.Payload %}' }) });
    expect(output).toBe('done');
    expect(waits(execution.events)).toEqual([3, 6, 10, 10]);
    expect(execution.stoppedAt).toEqual(START);
  });

  it('counts each retrier by itself, as the specification’s own example does', async () => {
    failing(organization, ['ErrorA', 'ErrorB', 'ErrorC', 'ErrorB']);
    const Retry = [
      { ErrorEquals: ['ErrorA', 'ErrorB'], IntervalSeconds: 1, BackoffRate: 2, MaxAttempts: 2 },
      { ErrorEquals: ['ErrorC'], IntervalSeconds: 5 },
    ];
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Z' }];
    const { output, execution } = await run({ X: task({ Retry, Catch }), Z: { Type: 'Succeed' } });
    expect(waits(execution.events)).toEqual([1, 2, 5]);
    expect(output).toMatchObject({ Error: 'ErrorB' });
  });

  it('a first retrier that forbids decides alone', async () => {
    failing(organization, ['A', null]);
    const Retry = [{ ErrorEquals: ['A'], MaxAttempts: 0 }, { ErrorEquals: ['States.ALL'] }];
    expect((await run({ A: task({ Retry }) })).execution).toMatchObject({ status: 'FAILED', error: 'A' });
  });

  it('waits for real, if not for long, where the clock runs', async () => {
    organization = central({ clock: 'runs' });
    failing(organization, ['A', null]);
    const before = performance.now();
    await run({ A: task({ Retry: [{ ErrorEquals: ['A'], IntervalSeconds: 3600 }] }) });
    expect(performance.now() - before).toBeGreaterThan(950);
    expect(performance.now() - before).toBeLessThan(5000);
  });

  it('leads on with the error, or with what the catch makes of it', async () => {
    failing(organization, ['A', 'B']);
    const caught = {
      X: task({
        Catch: [
          { ErrorEquals: ['A'], Next: 'Z' },
          {
            ErrorEquals: ['States.TaskFailed'],
            Next: 'Z',
            Assign: { run: '{% $states.input.run %}' },
            Output: { why: '{% $states.errorOutput.Error %}' },
          },
        ],
      }),
      Z: { Type: 'Succeed' },
    };
    expect((await run(caught)).output).toMatchObject({ Error: 'A', Cause: expect.stringContaining('it was A') });
    expect((await run(caught, { run: 1 })).output).toEqual({ why: 'B' });
  });

  it('catches what goes wrong with an answer', async () => {
    failing(organization, []);
    const Catch = [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'Z', Output: 'caught' }];
    const states = { X: task({ Output: '{% $states.result.Payload.nothing %}', Catch }), Z: { Type: 'Succeed' } };
    expect((await run(states)).output).toBe('caught');
  });

  it('does not catch a timeout as a failed task', async () => {
    put(organization, 'work', () => new Promise(() => undefined));
    const Catch = [{ ErrorEquals: ['States.TaskFailed'], Next: 'Z' }];
    const states = { X: task({ TimeoutSeconds: 1, Catch }), Z: { Type: 'Succeed' } };
    expect((await run(states)).execution.error).toBe('States.Timeout');
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LocalOrganization } from '../index.ts';
import { central, definitionOf, put, START, STATES_ROLE } from '../testing/central.ts';
import { runByHand } from '../testing/run-by-hand.ts';
import { task } from '../testing/tasks.ts';

let organization: LocalOrganization;
beforeEach(() => {
  organization = central();
});
afterEach(() => organization.close());

const run = (states: Readonly<Record<string, object>>, input: unknown = {}) =>
  runByHand(organization, definitionOf(states), input);

describe('data', () => {
  it('goes from state to state, through Output, Assign and JSONata wherever it stands', async () => {
    const { output } = await run(
      {
        One: {
          Type: 'Pass',
          Assign: { run: { id: '{% $states.input.id %}' }, n: 1 },
          Output: { list: ['{% 1 + 1 %}', 'as it is'] },
          Next: 'Two',
        },
        Two: {
          Type: 'Pass',
          Assign: { n: '{% $n + 1 %}', before: '{% $n %}' },
          Output: { n: '{% $n %}', was: '{% $states.input %}' },
          Next: 'Three',
        },
        Three: {
          Type: 'Succeed',
          Output: { n: '{% $n %}', before: '{% $before %}', was: '{% $states.input.was.list %}', run: '{% $run %}' },
        },
      },
      { id: 'r-1' },
    );
    expect(output).toEqual({ n: 2, before: 1, was: [2, 'as it is'], run: { id: 'r-1' } });
  });

  it('is passed on as it came where no Output is named', async () => {
    expect((await run({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Succeed' } }, [1, { a: null }])).output).toEqual([
      1,
      { a: null },
    ]);
  });

  it('of the execution and its machine is in the context', async () => {
    const { output, execution } = await run(
      { A: { Type: 'Pass', Output: '{% $states.context %}', End: true } },
      { b: 1 },
    );
    expect(output).toEqual({
      Execution: {
        Id: execution.arn,
        Input: { b: 1 },
        Name: execution.name,
        StartTime: START.toISOString(),
        RoleArn: STATES_ROLE,
      },
      StateMachine: { Id: execution.stateMachineArn, Name: expect.stringMatching(/^machine-/) },
    });
  });

  it.each([
    ['that gives nothing', '{% $states.input.nothing %}', 'returned nothing (undefined)'],
    ['that fails', '{% $number("x") %}', 'threw an error'],
    ['that names a variable nobody assigned', '{% $nobody %}', 'returned nothing (undefined)'],
    ['that looks at the input without $states', '{% a %}', 'returned nothing (undefined)'],
  ])('is not what an expression makes of it %s: an error', async (_, expression, cause) => {
    const { execution } = await run({ A: { Type: 'Pass', Output: { x: [expression] }, End: true } }, { a: 1 });
    expect(execution).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
    expect(execution.cause).toContain(cause);
    expect(execution.cause).toContain("'Output/x/0'");
  });

  it('is limited to 256 KiB, which States.ALL does not catch', async () => {
    const definition = {
      Big: task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Done' }], Next: 'Done' }),
      Done: { Type: 'Succeed' },
    };
    put(organization, 'work', () => 'x'.repeat(262_144));
    expect((await run(definition)).execution).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });
});

describe('Choice', () => {
  const choose = {
    Choose: {
      Type: 'Choice',
      Choices: [
        {
          Condition: '{% $exists($states.input.n) and $states.input.n > 10 %}',
          Next: 'Many',
          Assign: { size: 'many' },
        },
        { Condition: '{% $exists($states.input.n) %}', Next: 'Many', Assign: { size: 'few' }, Output: 'changed' },
      ],
      Default: 'Many',
      Assign: { size: 'none' },
    },
    Many: { Type: 'Succeed', Output: '{% [$size, $states.input] %}' },
  };

  it('takes the first that holds, with its own Assign and Output, or the default', async () => {
    expect((await run(choose, { n: 11 })).output).toEqual(['many', { n: 11 }]);
    expect((await run(choose, { n: 3 })).output).toEqual(['few', 'changed']);
    expect((await run(choose, {})).output).toEqual(['none', {}]);
  });

  it('fails where nothing holds and there is no default, or what is no condition', async () => {
    const { Default: _, ...Choose } = choose.Choose;
    expect((await run({ ...choose, Choose }, {})).execution).toMatchObject({ error: 'States.NoChoiceMatched' });
    const odd = { Type: 'Choice', Choices: [{ Condition: '{% "yes" %}', Next: 'Many' }] };
    expect((await run({ ...choose, Choose: odd })).execution).toMatchObject({ error: 'States.QueryEvaluationError' });
  });
});

it('Fail ends an execution with its error and cause', async () => {
  const { execution } = await run(
    { A: { Type: 'Fail', Error: 'SweepFailed', Cause: '{% "of " & $states.input.run %}' } },
    { run: 'r-1' },
  );
  expect(execution).toMatchObject({ status: 'FAILED', error: 'SweepFailed', cause: 'of r-1', output: null });
});

it('keeps the states an execution went through', async () => {
  const { execution } = await run({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Succeed' } });
  expect(execution.events).toEqual([
    { at: START, state: 'A', what: 'entered' },
    { at: START, state: 'B', what: 'entered' },
  ]);
});

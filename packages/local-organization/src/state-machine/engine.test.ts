import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fault, LocalOrganization } from '../index.ts';
import { MANAGEMENT, PAYMENTS } from '../testing/acme.ts';
import { central, definitionOf, put, START, STATES_ROLE } from '../testing/central.ts';
import { runByHand } from '../testing/run-by-hand.ts';

let organization: LocalOrganization;
beforeEach(() => {
  organization = central();
});
afterEach(() => organization.close());

const run = (states: Readonly<Record<string, object>>, input: unknown = {}, more = {}) =>
  runByHand(organization, definitionOf(states, more), input);

const task = (more: object = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: 'work', Payload: '{% $states.input %}' },
  ...('Next' in more ? {} : { End: true }),
  ...more,
});
const failing = (errors: readonly (string | null)[]) => {
  const left = [...errors];
  put(organization, 'work', () => {
    const name = left.shift() ?? null;
    if (name !== null) throw Object.assign(new Error(`it was ${name}`), { name });
    return 'done';
  });
};

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

describe('Task', () => {
  it('calls a function under the machine’s role and takes its answer apart', async () => {
    const seen: unknown[] = [];
    put(organization, 'work', (event) => {
      seen.push(event);
      return { left: 3 };
    });
    const { output, execution } = await run(
      {
        A: task({ Assign: { left: '{% $states.result.Payload.left %}' }, Next: 'B' }),
        B: { Type: 'Succeed', Output: '{% [$left, $states.input] %}' },
      },
      { a: 'ü' },
    );
    expect(seen).toEqual([{ a: 'ü' }]);
    expect(output).toEqual([3, { ExecutedVersion: '$LATEST', Payload: { left: 3 }, StatusCode: 200 }]);
    expect(organization.journal.entries('lambda:Invoke')).toMatchObject([
      {
        principalArn: `arn:aws:sts::${MANAGEMENT}:assumed-role/machine/${execution.name}`,
        accountId: MANAGEMENT,
        outcome: 'ok',
      },
    ]);
  });

  it('fails with the error’s own name, and what the function said of it', async () => {
    failing(['RunDuplicate']);
    const { execution } = await run({ A: task() });
    expect(execution).toMatchObject({ status: 'FAILED', error: 'RunDuplicate' });
    expect(JSON.parse(execution.cause ?? '')).toMatchObject({
      errorType: 'RunDuplicate',
      errorMessage: 'it was RunDuplicate',
    });
  });

  const faults: readonly [Fault['kind'], string][] = [
    ['Throttling', 'Lambda.TooManyRequestsException'],
    ['InternalFailure', 'Lambda.ServiceException'],
    ['AccessDenied', 'Lambda.AWSLambdaException'],
    ['drop-connection', 'Lambda.SdkClientException'],
    ['drop-answer', 'Lambda.SdkClientException'],
    ['malformed', 'Lambda.SdkClientException'],
  ];
  it.each(faults)('a fault of Lambda itself (%s) is %s', async (kind, error) => {
    put(organization, 'work', () => 'done');
    organization.faults.add({ operation: 'lambda:Invoke', kind });
    expect((await run({ A: task() })).execution).toMatchObject({ status: 'FAILED', error });
  });

  it('needs the function, the permission, and a role that still trusts Step Functions', async () => {
    expect((await run({ A: task() })).execution.error).toBe('Lambda.ResourceNotFoundException');
    put(organization, 'work', () => 'done');
    organization.putRole({
      accountId: MANAGEMENT,
      roleName: 'machine',
      trusts: ['states.amazonaws.com'],
      allows: ['s3:*'],
    });
    const { execution } = await run({ A: task() });
    expect(execution.error).toBe('Lambda.AWSLambdaException');
    expect(execution.cause).toContain('not authorized to perform: lambda:InvokeFunction');
    await organization.deployFunction({
      accountId: PAYMENTS,
      functionName: 'work',
      roleName: 'keysweep-revoker',
      inProcess: () => 1,
    });
    organization.putRole({
      accountId: MANAGEMENT,
      roleName: 'machine',
      trusts: ['lambda.amazonaws.com'],
      allows: ['*'],
    });
    await expect(run({ A: task() })).rejects.toThrow('authorized to assume the provided role');
  });

  it('takes no longer than it may', async () => {
    put(organization, 'work', () => new Promise(() => undefined));
    const hurried = {
      A: task({
        TimeoutSeconds: '{% $states.input.seconds %}',
        Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'B' }],
        Next: 'B',
      }),
      B: { Type: 'Succeed' },
    };
    expect((await run(hurried, { seconds: 1 })).output).toMatchObject({ Error: 'States.Timeout' });
    expect((await run(hurried, { seconds: -1 })).execution.error).toBe('States.QueryEvaluationError');
  });
});

describe('Retry and Catch', () => {
  const waits = (events: readonly { readonly waitSeconds?: number }[]) =>
    events.flatMap(({ waitSeconds }) => waitSeconds ?? []);

  it('tries again what a retrier names, waiting longer each time, and loses no time over it', async () => {
    failing(['A', 'A', 'A', 'A', null]);
    const Retry = [
      { ErrorEquals: ['B', 'A'], IntervalSeconds: 3, BackoffRate: 2, MaxAttempts: 5, MaxDelaySeconds: 10 },
    ];
    const { output, execution } = await run({ A: task({ Retry, Output: '{% $states.result.Payload %}' }) });
    expect(output).toBe('done');
    expect(waits(execution.events)).toEqual([3, 6, 10, 10]);
    expect(execution.stoppedAt).toEqual(START);
  });

  it('counts each retrier by itself, as the specification’s own example does', async () => {
    failing(['ErrorA', 'ErrorB', 'ErrorC', 'ErrorB']);
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
    failing(['A', null]);
    const Retry = [{ ErrorEquals: ['A'], MaxAttempts: 0 }, { ErrorEquals: ['States.ALL'] }];
    expect((await run({ A: task({ Retry }) })).execution).toMatchObject({ status: 'FAILED', error: 'A' });
  });

  it('waits for real, if not for long, where the clock runs', async () => {
    organization = central({ clock: 'runs' });
    failing(['A', null]);
    const before = performance.now();
    await run({ A: task({ Retry: [{ ErrorEquals: ['A'], IntervalSeconds: 3600 }] }) });
    expect(performance.now() - before).toBeGreaterThan(950);
    expect(performance.now() - before).toBeLessThan(5000);
  });

  it('leads on with the error, or with what the catch makes of it', async () => {
    failing(['A', 'B']);
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
    failing([]);
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

it('what goes wrong in the organization itself is thrown at whoever waits', async () => {
  put(organization, 'work', () => 1);
  const matches = () => {
    throw new RangeError('a script with a mistake');
  };
  organization.faults.add({ operation: 'lambda:Invoke', kind: 'delay', matches });
  await expect(
    run({ A: task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'B' }] }), B: { Type: 'Succeed' } }),
  ).rejects.toThrow('a script with a mistake');
});

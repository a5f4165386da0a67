import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fault, LocalOrganization } from '../index.ts';
import { MANAGEMENT, PAYMENTS } from '../testing/acme.ts';
import { central, definitionOf, put } from '../testing/central.ts';
import { runByHand } from '../testing/run-by-hand.ts';
import { failing, task } from '../testing/tasks.ts';

let organization: LocalOrganization;
beforeEach(() => {
  organization = central();
});
afterEach(() => organization.close());

const run = (states: Readonly<Record<string, object>>, input: unknown = {}) =>
  runByHand(organization, definitionOf(states), input);

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
    failing(organization, ['RunDuplicate']);
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
      roleName: 'worker',
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

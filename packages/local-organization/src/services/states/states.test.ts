import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LocalOrganization } from '../../local-organization.ts';
import { asRole, clientConfig, MANAGEMENT } from '../../testing/acme.ts';
import { central, definitionOf, put, START, STATES_ROLE } from '../../testing/central.ts';

const MACHINE = `arn:aws:states:us-east-1:${MANAGEMENT}:stateMachine:sweep`;
const HANGING = {
  Wait: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Arguments: { FunctionName: 'hang' }, End: true },
};

let organization: LocalOrganization;
let sfn: SFNClient;
beforeEach(() => {
  organization = central();
  sfn = new SFNClient(clientConfig(organization));
});
afterEach(() => organization.close());

const echo = () => make({ Echo: { Type: 'Pass', Output: { got: '{% $states.input %}' }, End: true } });

function make(states: Readonly<Record<string, object>>, more = {}): void {
  organization.createStateMachine(MANAGEMENT, {
    name: 'sweep',
    definition: definitionOf(states, more),
    roleArn: STATES_ROLE,
  });
}

function makeHanging(): { release: () => void } {
  let release: () => void = () => undefined;
  put(organization, 'hang', () => new Promise<void>((done) => (release = done)));
  make(HANGING);
  return { release: () => release() };
}

const start = (name?: string, input = '{"a":1}') =>
  sfn.send(new StartExecutionCommand({ stateMachineArn: MACHINE, name, input }));
const describeExecution = (executionArn = '') => sfn.send(new DescribeExecutionCommand({ executionArn }));

describe('states:StartExecution', () => {
  it('starts an execution that runs by itself', async () => {
    echo();
    const { executionArn, startDate } = await start('monday');
    expect(executionArn).toBe(`arn:aws:states:us-east-1:${MANAGEMENT}:execution:sweep:monday`);
    expect(startDate).toEqual(START);
    await organization.settled();
    expect(await describeExecution(executionArn)).toMatchObject({
      stateMachineArn: MACHINE,
      name: 'monday',
      status: 'SUCCEEDED',
      input: '{"a":1}',
      output: '{"got":{"a":1}}',
      startDate: START,
      stopDate: START,
    });
  });

  it('gives a name of its own where none is asked for', async () => {
    echo();
    const [first, second] = [await start(), await start()];
    expect(first.executionArn).toMatch(/:sweep:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
    expect(second.executionArn).not.toBe(first.executionArn);
  });

  it('is the same execution again under the same name and input while it runs, and refused otherwise', async () => {
    const { release } = makeHanging();
    const first = await start('one');
    expect(await start('one')).toMatchObject({ executionArn: first.executionArn, startDate: START });
    await expect(start('one', '{"a":2}')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
    release();
    await organization.settled();
    await expect(start('one')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
    expect(organization.executions(MANAGEMENT, 'sweep')).toHaveLength(1);
  });

  it('frees a name ninety days after', async () => {
    echo();
    await start('one');
    await organization.advanceBy(90 * 24 * 3_600_000);
    sfn = new SFNClient(clientConfig(organization));
    await expect(start('one')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
    await organization.advanceBy(1);
    await start('one');
  });

  it('refuses what is no machine, no name, no JSON, and a caller without the permission', async () => {
    echo();
    const start = (more: object) => sfn.send(new StartExecutionCommand({ stateMachineArn: MACHINE, ...more }));
    await expect(start({ stateMachineArn: `${MACHINE}2` })).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
    await expect(start({ stateMachineArn: 'sweep' })).rejects.toMatchObject({ name: 'InvalidArn' });
    await expect(start({ name: 'a b' })).rejects.toMatchObject({ name: 'InvalidName' });
    await expect(start({ input: '{' })).rejects.toMatchObject({ name: 'InvalidExecutionInput' });
    const other = new SFNClient(asRole(organization, MANAGEMENT, 'function'));
    await expect(other.send(new StartExecutionCommand({ stateMachineArn: MACHINE }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(`states:StartExecution on resource: ${MACHINE}`),
    });
  });
});

describe('states:StopExecution', () => {
  it('ends an execution at once, with what it was told', async () => {
    makeHanging();
    const { executionArn } = await start('one');
    await sfn.send(new StopExecutionCommand({ executionArn, error: 'Enough', cause: 'it is late' }));
    expect(await describeExecution(executionArn)).toMatchObject({
      status: 'ABORTED',
      error: 'Enough',
      cause: 'it is late',
    });
  });

  it('leaves one that has ended as it is', async () => {
    echo();
    const { executionArn } = await start('one');
    await organization.settled();
    await sfn.send(new StopExecutionCommand({ executionArn }));
    expect(await describeExecution(executionArn)).toMatchObject({ status: 'SUCCEEDED' });
  });
});

describe('states:ListExecutions', () => {
  it('lists the latest first, by status, in pages', async () => {
    echo();
    for (const name of ['a', 'b', 'c']) {
      await start(name);
      await organization.advanceBy(1000);
    }
    const list = (more = {}) => sfn.send(new ListExecutionsCommand({ stateMachineArn: MACHINE, ...more }));
    const first = await list({ maxResults: 2 });
    expect(first.executions?.map(({ name }) => name)).toEqual(['c', 'b']);
    const second = await list({ maxResults: 2, nextToken: first.nextToken });
    expect(second.executions?.map(({ name }) => name)).toEqual(['a']);
    expect(second.nextToken).toBeUndefined();
    expect((await list({ statusFilter: 'FAILED' })).executions).toEqual([]);
    await expect(list({ nextToken: 'x' })).rejects.toMatchObject({ name: 'InvalidToken' });
  });
});

it('an execution that takes longer than its machine allows is timed out', async () => {
  put(organization, 'hang', () => new Promise(() => undefined));
  make(HANGING, { TimeoutSeconds: 1 });
  const { executionArn } = await start();
  await organization.settled();
  expect(await describeExecution(executionArn)).toMatchObject({ status: 'TIMED_OUT', error: 'States.Timeout' });
});

it('describes no execution that is not there', async () => {
  echo();
  await expect(describeExecution(`${MACHINE.replace('stateMachine', 'execution')}:x`)).rejects.toMatchObject({
    name: 'ExecutionDoesNotExist',
  });
});

it('a role that does not trust Step Functions cannot be given to a machine', () => {
  const roleArn = `arn:aws:iam::${MANAGEMENT}:role/scheduler`;
  const definition = definitionOf({ Done: { Type: 'Succeed' } });
  const make = (roleArn: string) => () =>
    organization.createStateMachine(MANAGEMENT, { name: 'x', definition, roleArn });
  expect(make(roleArn)).toThrow('authorized to assume the provided role');
  expect(make(`${roleArn}s`)).toThrow('authorized to assume the provided role');
  make(STATES_ROLE)();
  expect(make(STATES_ROLE)).toThrow('State Machine Already Exists');
});

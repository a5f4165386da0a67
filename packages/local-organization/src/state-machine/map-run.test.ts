import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LocalOrganization } from '../local-organization.ts';
import { clientConfig, MANAGEMENT } from '../testing/acme.ts';
import { central, definitionOf, put, STATES_ROLE } from '../testing/central.ts';
import { MAP, mapOver, numbers, store } from '../testing/map-over.ts';

interface Sweep {
  readonly run: string;
  readonly accounts: readonly number[];
}

let organization: LocalOrganization;
beforeEach(() => {
  organization = central();
  organization.createBucket({ name: 'evidence', accountId: MANAGEMENT });
});
afterEach(() => organization.close());

const over = (items: unknown, map: object = {}, input: object = {}) => mapOver(organization, items, { map, input });

describe('reading its items', () => {
  it.each([
    ['an object that is not there', () => over([], {}, { key: 'other.json' }), 'NoSuchKey'],
    ['what is no JSON', () => over('{'), 'not JSON'],
    ['what is no array', () => over({ a: 1 }), 'non-iterable'],
  ])('%s is States.ItemReaderFailed', async (_, run, cause) => {
    organization.putRole({
      accountId: MANAGEMENT,
      roleName: 'machine',
      trusts: ['states.amazonaws.com'],
      allows: ['*'],
    });
    const { execution } = await run();
    expect(execution).toMatchObject({ status: 'FAILED', error: 'States.ItemReaderFailed' });
    expect(execution.cause).toContain(cause);
  });

  it('needs s3:GetObject, and is tried again where a Retry says so', async () => {
    const reads = { operation: 's3:GetObject' };
    organization.faults.add({ ...reads, kind: 'Throttling', calls: [1] });
    organization.faults.add({ ...reads, kind: 'drop-connection', calls: [2] });
    put(organization, 'sweep', () => 1);
    const Retry = [{ ErrorEquals: ['States.ItemReaderFailed'] }];
    expect((await over([1], { Retry })).output).toEqual([1]);
    expect(organization.journal.entries(reads).map(({ outcome }) => outcome)).toEqual([
      'SlowDown',
      'drop-connection',
      'ok',
    ]);
    const allows = ['states:*', 'lambda:*'];
    organization.putRole({ accountId: MANAGEMENT, roleName: 'machine', trusts: ['states.amazonaws.com'], allows });
    expect((await over([1])).execution).toMatchObject({
      error: 'States.ItemReaderFailed',
      cause: expect.stringContaining('AccessDenied'),
    });
  });
});

describe('starting its children', () => {
  it('needs states:StartExecution', async () => {
    const allows = ['s3:*', 'lambda:*'];
    organization.putRole({ accountId: MANAGEMENT, roleName: 'machine', trusts: ['states.amazonaws.com'], allows });
    const { execution, children } = await over([1, 2], { ToleratedFailurePercentage: 100 });
    expect(execution).toMatchObject({ status: 'FAILED', error: 'States.Permissions' });
    expect(children).toEqual([]);
  });

  it('is tried again where it was throttled or the answer was lost, and starts none twice', async () => {
    put(organization, 'sweep', (event) => (event as Sweep).accounts);
    const starts = { operation: 'states:StartExecution', accountId: MANAGEMENT };
    // The first start is that of the machine itself.
    organization.faults.add({ ...starts, kind: 'Throttling', calls: [2, 3] });
    organization.faults.add({ ...starts, kind: 'drop-answer', calls: [5] });
    expect((await over(numbers(30), {}, { atATime: 1 })).output).toEqual(
      [0, 1, 2].map((n) => numbers(10).map((m) => n * 10 + m)),
    );
  });

  it('that never succeeds fails its items', async () => {
    put(organization, 'sweep', () => 1);
    organization.faults.add({
      operation: 'states:StartExecution',
      kind: 'InternalFailure',
      matches: ({ name }) => String(name).endsWith('-1'),
    });
    const { output, execution } = await over(numbers(30), { ToleratedFailurePercentage: 33.4 });
    expect(output).toEqual([1, 1]);
    expect(execution.status).toBe('SUCCEEDED');
  });
});

describe('over the wire', () => {
  it('children are listed by their Map run, apart from the executions of the machine', async () => {
    put(organization, 'sweep', () => 1);
    const { execution, children } = await over(numbers(20));
    const sfn = new SFNClient(clientConfig(organization));
    const { mapRunArn } = await sfn.send(new DescribeExecutionCommand({ executionArn: children[0]?.arn }));
    expect(mapRunArn).toContain(':mapRun:');
    const ofMapRun = await sfn.send(new ListExecutionsCommand({ mapRunArn }));
    expect(ofMapRun.executions?.map(({ executionArn }) => executionArn).toReversed()).toEqual(
      children.map(({ arn }) => arn),
    );
    const ofMachine = await sfn.send(new ListExecutionsCommand({ stateMachineArn: execution.stateMachineArn }));
    expect(ofMachine.executions?.map(({ executionArn }) => executionArn)).toEqual([execution.arn]);
  });

  it('stopping an execution ends its children', async () => {
    const sfn = new SFNClient(clientConfig(organization));
    put(organization, 'sweep', async () => {
      const all = await sfn.send(new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' }));
      await sfn.send(new StopExecutionCommand({ executionArn: all.executions?.[0]?.executionArn }));
    });
    await store(organization, [1, 2, 3]);
    const roleArn = STATES_ROLE;
    const made = { name: 'stopped', definition: definitionOf({ Each: MAP }), roleArn };
    const { stateMachineArn } = organization.createStateMachine(MANAGEMENT, made);
    const input = JSON.stringify({ key: 'accounts.json', run: 'r-1', batchSize: 1, atATime: 1 });
    await sfn.send(new StartExecutionCommand({ stateMachineArn, input }));
    await organization.settled();
    expect(organization.executions(MANAGEMENT, 'stopped').map(({ status }) => status)).toEqual(['ABORTED', 'ABORTED']);
  });
});

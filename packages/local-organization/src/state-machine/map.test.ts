import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
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
import { runByHand } from '../testing/run-by-hand.ts';

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

const CHILD = {
  ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
  StartAt: 'Sweep',
  States: {
    Sweep: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: {
        FunctionName: 'sweep',
        Payload: { run: '{% $states.input.BatchInput.run %}', accounts: '{% $states.input.Items %}' },
      },
      Output: '{% $states.result.Payload %}',
      End: true,
    },
  },
};
const MAP = {
  Type: 'Map',
  ItemReader: {
    Resource: 'arn:aws:states:::s3:getObject',
    ReaderConfig: { InputType: 'JSON' },
    Arguments: { Bucket: 'evidence', Key: '{% $states.input.key %}' },
  },
  ItemBatcher: { MaxItemsPerBatch: '{% $states.input.batchSize %}', BatchInput: { run: '{% $states.input.run %}' } },
  MaxConcurrency: '{% $states.input.atATime %}',
  ItemProcessor: CHILD,
  End: true,
};

async function store(items: unknown): Promise<void> {
  const s3 = new S3Client({ ...clientConfig(organization), forcePathStyle: true });
  const text = typeof items === 'string' ? items : JSON.stringify(items);
  await s3.send(new PutObjectCommand({ Bucket: 'evidence', Key: 'accounts.json', Body: text }));
}

async function mapOver(items: unknown, more: object = {}, input: object = {}) {
  await store(items);
  const definition = definitionOf({ Each: { ...MAP, ...more }, Done: { Type: 'Succeed' } });
  return runByHand(organization, definition, { key: 'accounts.json', run: 'r-1', batchSize: 10, atATime: 5, ...input });
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('a distributed Map', () => {
  it('runs 1,000 items in batches, so many at a time, and gives the results in order', async () => {
    let [under, most] = [0, 0];
    const swept: number[] = [];
    put(organization, 'sweep', async (event) => {
      const { run, accounts } = event as Sweep;
      expect(run).toBe('r-1');
      most = Math.max(most, (under += 1));
      await new Promise((done) => setTimeout(done, (accounts[0] ?? 0) % 3));
      under -= 1;
      swept.push(...accounts);
      return accounts[0];
    });
    const { output, children, execution } = await mapOver(numbers(1000), {}, { batchSize: 7 });
    expect(swept.toSorted((left, right) => left - right)).toEqual(numbers(1000));
    expect(output).toEqual(numbers(143).map((index) => index * 7));
    expect(most).toBe(5);
    expect(children).toHaveLength(143);
    expect(new Set(children.map(({ status }) => status))).toEqual(new Set(['SUCCEEDED']));
    const principalArn = `arn:aws:sts::${MANAGEMENT}:assumed-role/machine/${execution.name}`;
    expect(organization.journal.count({ principalArn, operation: 'states:StartExecution' })).toBe(143);
    expect(organization.journal.count({ principalArn, operation: 'lambda:Invoke' })).toBe(143);
    expect(organization.journal.count({ principalArn, operation: 's3:GetObject' })).toBe(1);
  });

  it('without a batcher gives each child one item, which a selector may change', async () => {
    put(organization, 'sweep', (event) => event);
    const child = { ...CHILD, States: { Sweep: { Type: 'Succeed' } } };
    const { ItemBatcher: _, ...unbatched } = MAP;
    const ItemSelector = { n: '{% $states.context.Map.Item.Value * 2 %}', at: '{% $states.context.Map.Item.Index %}' };
    const { output } = await mapOver([5, 6], {
      ...unbatched,
      ItemBatcher: undefined,
      ItemProcessor: child,
      ItemSelector,
    });
    expect(output).toEqual([
      { n: 10, at: 0 },
      { n: 12, at: 1 },
    ]);
  });

  it('of nothing is nothing', async () => {
    expect(await mapOver([])).toMatchObject({ output: [], children: [] });
  });

  it('goes on over failures that are tolerated, and leaves them out', async () => {
    put(organization, 'sweep', (event) => {
      const [first = 0] = (event as Sweep).accounts;
      if (first >= 80) throw new RangeError('too far');
      return first;
    });
    const { output, children } = await mapOver(numbers(100), { ToleratedFailurePercentage: 20 });
    expect(output).toEqual([0, 10, 20, 30, 40, 50, 60, 70]);
    expect(children.filter(({ error }) => error === 'RangeError')).toHaveLength(2);
  });

  it('fails beyond that, aborts what runs, starts no more, and is caught under the name of its threshold', async () => {
    put(organization, 'sweep', (event) => {
      if ((event as Sweep).accounts[0] === 30) return new Promise(() => undefined);
      throw new RangeError('too far');
    });
    const Catch = [{ ErrorEquals: ['States.ExceedToleratedFailureThreshold'], Next: 'Done' }];
    const { output, children } = await mapOver(numbers(1000), {
      ToleratedFailurePercentage: '{% 2 %}',
      Catch,
      Next: 'Done',
      End: undefined,
    });
    expect(output).toMatchObject({ Error: 'States.ExceedToleratedFailureThreshold' });
    expect(children.length).toBeLessThan(20);
    expect(children.map(({ status }) => status)).toContain('ABORTED');
  });

  it('tolerating all, ends well even where everything failed', async () => {
    put(organization, 'sweep', () => Promise.reject(new RangeError('no')));
    const { execution } = await mapOver(numbers(50), { ToleratedFailurePercentage: 100, Output: null });
    expect(execution).toMatchObject({ status: 'SUCCEEDED', output: 'null' });
  });

  it('keeps variables of its parent from its children', async () => {
    const States = { Look: { Type: 'Pass', Output: '{% $exists($secret) %}', End: true } };
    const definition = definitionOf({
      Set: { Type: 'Pass', Assign: { secret: 1 }, Next: 'Each' },
      Each: { ...MAP, ItemBatcher: undefined, ItemProcessor: { ...CHILD, StartAt: 'Look', States } },
    });
    await mapOver([1]);
    expect((await runByHand(organization, definition, { key: 'accounts.json', atATime: 1 })).output).toEqual([false]);
  });
});

describe('reading its items', () => {
  it.each([
    ['an object that is not there', () => mapOver([], {}, { key: 'other.json' }), 'NoSuchKey'],
    ['what is no JSON', () => mapOver('{'), 'not JSON'],
    ['what is no array', () => mapOver({ a: 1 }), 'non-iterable'],
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
    expect((await mapOver([1], { Retry })).output).toEqual([1]);
    expect(organization.journal.entries(reads).map(({ outcome }) => outcome)).toEqual([
      'SlowDown',
      'drop-connection',
      'ok',
    ]);
    const allows = ['states:*', 'lambda:*'];
    organization.putRole({ accountId: MANAGEMENT, roleName: 'machine', trusts: ['states.amazonaws.com'], allows });
    expect((await mapOver([1])).execution).toMatchObject({
      error: 'States.ItemReaderFailed',
      cause: expect.stringContaining('AccessDenied'),
    });
  });
});

describe('starting its children', () => {
  it('needs states:StartExecution', async () => {
    const allows = ['s3:*', 'lambda:*'];
    organization.putRole({ accountId: MANAGEMENT, roleName: 'machine', trusts: ['states.amazonaws.com'], allows });
    const { execution, children } = await mapOver([1, 2], { ToleratedFailurePercentage: 100 });
    expect(execution).toMatchObject({ status: 'FAILED', error: 'States.Permissions' });
    expect(children).toEqual([]);
  });

  it('is tried again where it was throttled or the answer was lost, and starts none twice', async () => {
    put(organization, 'sweep', (event) => (event as Sweep).accounts);
    const starts = { operation: 'states:StartExecution', accountId: MANAGEMENT };
    // The first start is that of the machine itself.
    organization.faults.add({ ...starts, kind: 'Throttling', calls: [2, 3] });
    organization.faults.add({ ...starts, kind: 'drop-answer', calls: [5] });
    expect((await mapOver(numbers(30), {}, { atATime: 1 })).output).toEqual(
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
    const { output, execution } = await mapOver(numbers(30), { ToleratedFailurePercentage: 33.4 });
    expect(output).toEqual([1, 1]);
    expect(execution.status).toBe('SUCCEEDED');
  });
});

describe('over the wire', () => {
  it('children are listed by their Map run, apart from the executions of the machine', async () => {
    put(organization, 'sweep', () => 1);
    const { execution, children } = await mapOver(numbers(20));
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
    await store([1, 2, 3]);
    const roleArn = STATES_ROLE;
    const made = { name: 'stopped', definition: definitionOf({ Each: MAP }), roleArn };
    const { stateMachineArn } = organization.createStateMachine(MANAGEMENT, made);
    const input = JSON.stringify({ key: 'accounts.json', run: 'r-1', batchSize: 1, atATime: 1 });
    await sfn.send(new StartExecutionCommand({ stateMachineArn, input }));
    await organization.settled();
    expect(organization.executions(MANAGEMENT, 'stopped').map(({ status }) => status)).toEqual(['ABORTED', 'ABORTED']);
  });
});

import {
  discardChangeSet,
  executeChangeSet,
  followStack,
  newestEvent,
  prepareChangeSet,
  readCallerIdentity,
  readStack,
  readStackTemplate,
  startStackDeletion,
  type ChangeSetRequest,
  type PreparedChangeSet,
  type StackEnd,
} from '@keysweep/aws';
import { describe, expect } from 'vitest';
import { contractTest, type Backend } from './contract.ts';
import type { World } from './world.ts';

const STACK = 'keysweep-contract';
const parameter = (value: string, name = '/keysweep/contract') => ({
  Type: 'AWS::SSM::Parameter',
  Properties: { Name: name, Type: 'String', Value: value },
});
const template = (resources: object) => ({ body: JSON.stringify({ Resources: resources }) });
const FIRST = template({ Kept: parameter('one') });
const SECOND = template({ Kept: parameter('two'), New: parameter('new', '/keysweep/new') });

/** Change sets and stacks, as a deployment works with them. */
export function describeStacksContract(backend: Backend): void {
  describe('stacks', () => {
    contractTest(backend, 'whoever calls is known', {
      world: {},
      holds: async (world) => {
        const { managementAccountId } = world;
        const caller = await readCallerIdentity(world.administrator());
        expect(caller).toMatchObject({ state: 'known', value: { accountId: managementAccountId } });
      },
    });

    contractTest(backend, 'a stack that is not there is absent', {
      world: {},
      holds: async (world) => {
        expect(await readStack(world.administrator(), STACK)).toEqual({ state: 'absent' });
        expect(await readStackTemplate(world.administrator(), STACK)).toEqual({ state: 'absent' });
      },
    });

    contractTest(backend, 'a change set creates a stack, and another one changes it', {
      world: {},
      holds: async (world) => {
        const first = await prepared(world, { kind: 'CREATE', template: FIRST });
        expect(changesOf(first)).toEqual(['Add Kept']);
        expect(await readStack(world.administrator(), STACK)).toMatchObject({
          value: { status: 'REVIEW_IN_PROGRESS' },
        });
        expect(await carriedOut(world, first)).toEqual({ state: 'succeeded', status: 'CREATE_COMPLETE' });
        expect(await readStackTemplate(world.administrator(), STACK)).toEqual({ state: 'known', value: FIRST.body });
        const second = await prepared(world, { kind: 'UPDATE', template: SECOND });
        expect(changesOf(second)).toEqual(['Add New', 'Modify Kept']);
        expect(await carriedOut(world, second)).toEqual({ state: 'succeeded', status: 'UPDATE_COMPLETE' });
      },
    });

    contractTest(backend, 'a change set without changes is none', {
      world: {},
      holds: async (world) => {
        await carriedOut(world, await prepared(world, { kind: 'CREATE', template: FIRST }));
        expect(await prepare(world, { kind: 'UPDATE', template: FIRST })).toEqual({ state: 'no-changes' });
      },
    });

    contractTest(backend, 'what is discarded changes nothing', {
      world: {},
      holds: async (world) => {
        await carriedOut(world, await prepared(world, { kind: 'CREATE', template: FIRST }));
        const second = await prepared(world, { kind: 'UPDATE', template: SECOND });
        expect(await discardChangeSet(world.administrator(), second)).toBeNull();
        expect(await executeChangeSet(world.administrator(), second)).not.toBeNull();
        expect(await readStackTemplate(world.administrator(), STACK)).toEqual({ state: 'known', value: FIRST.body });
      },
    });

    contractTest(backend, 'a stack that is deleted is followed by its id to the end', {
      world: {},
      holds: async (world) => {
        const first = await prepared(world, { kind: 'CREATE', template: FIRST });
        await carriedOut(world, first);
        const end = await followed(world, first.stackId, () =>
          startStackDeletion(world.administrator(), first.stackId),
        );
        expect(end).toEqual({ state: 'succeeded', status: 'DELETE_COMPLETE' });
        expect(await readStack(world.administrator(), STACK)).toEqual({ state: 'absent' });
      },
    });

    contractTest(backend, 'a creation that fails says what failed', {
      world: {},
      holds: async (world) => {
        const taken = template({ One: parameter('one'), Two: { ...parameter('two'), DependsOn: 'One' } });
        const end = await carriedOut(world, await prepared(world, { kind: 'CREATE', template: taken }));
        expect(end).toMatchObject({ state: 'failed', status: 'ROLLBACK_COMPLETE' });
        expect(end.state === 'failed' && end.reason).toMatch(/^Two \(AWS::SSM::Parameter\): .*already exists/);
      },
    });
  });
}

type Wanted = Pick<ChangeSetRequest, 'kind' | 'template'>;

const quickly = { sleep: () => Promise.resolve() };

function prepare(world: World, wanted: Wanted) {
  return prepareChangeSet(world.administrator(), { stackName: STACK, parameters: {}, ...wanted }, quickly);
}

async function prepared(world: World, wanted: Wanted): Promise<PreparedChangeSet> {
  const outcome = await prepare(world, wanted);
  if (outcome.state !== 'prepared') expect.unreachable(JSON.stringify(outcome));
  return outcome.changeSet;
}

function changesOf({ changes }: PreparedChangeSet): string[] {
  return changes.map(({ action, logicalId }) => `${action} ${logicalId}`).sort();
}

function carriedOut(world: World, changeSet: PreparedChangeSet): Promise<StackEnd> {
  return followed(world, changeSet.stackId, () => executeChangeSet(world.administrator(), changeSet));
}

async function followed(world: World, id: string, start: () => Promise<unknown>): Promise<StackEnd> {
  const before = await newestEvent(world.administrator(), id);
  if (before.state !== 'known') expect.unreachable(JSON.stringify(before));
  expect(await start()).toBeNull();
  return followStack(world.administrator(), { id, after: before.value }, quickly);
}

import type { AccessKeyWriter, IamReader } from '@keysweep/core';
import { describe, expect } from 'vitest';
import { contractTest, type Backend } from './contract.ts';
import type { World } from './world.ts';

const WORLD = {
  accounts: [
    {
      name: 'one',
      users: [
        { name: 'ann', keys: ['Active', 'Inactive'] as const },
        { name: 'bob', keys: ['Active'] as const },
      ],
    },
  ],
};

async function portsOf(made: World): Promise<{ reader: IamReader; writer: AccessKeyWriter }> {
  return { reader: await made.iamReader('one'), writer: await made.accessKeyWriter('one') };
}

async function keysOf(reader: IamReader, userName: string) {
  const keys = await reader.accessKeys(userName);
  return keys.state === 'known' ? keys.value : [];
}

async function idsOf(reader: IamReader, userName: string): Promise<readonly [string, string]> {
  const [first, second] = await keysOf(reader, userName);
  return [first?.accessKeyId ?? '', second?.accessKeyId ?? ''];
}

/** What `AccessKeyWriter` promises: the two verbs, what they leave alone, and what they say about absence. */
export function describeAccessKeyWriterContract(backend: Backend): void {
  describe('AccessKeyWriter', () => {
    describeVerbs(backend);
    describeAbsence(backend);
    describeFailures(backend);
  });
}

function describeVerbs(backend: Backend): void {
  contractTest(backend, 'deactivating leaves the key inactive and the others as they were', {
    world: WORLD,
    holds: async (made) => {
      const { reader, writer } = await portsOf(made);
      const [first, second] = await idsOf(reader, 'ann');
      expect(await writer.deactivate({ userName: 'ann', accessKeyId: first })).toEqual({ state: 'done', attempts: 1 });
      expect(await keysOf(reader, 'ann')).toMatchObject([
        { accessKeyId: first, status: 'Inactive' },
        { accessKeyId: second, status: 'Inactive' },
      ]);
      expect(await keysOf(reader, 'bob')).toMatchObject([{ status: 'Active' }]);
    },
  });

  contractTest(backend, 'deactivating an inactive key changes nothing and is done', {
    world: WORLD,
    holds: async (made) => {
      const { reader, writer } = await portsOf(made);
      const [, second] = await idsOf(reader, 'ann');
      expect(await writer.deactivate({ userName: 'ann', accessKeyId: second })).toMatchObject({ state: 'done' });
      expect(await keysOf(reader, 'ann')).toMatchObject([{ status: 'Active' }, { status: 'Inactive' }]);
    },
  });

  contractTest(backend, 'deleting takes that key, active or not, and no other', {
    world: WORLD,
    holds: async (made) => {
      const { reader, writer } = await portsOf(made);
      const [first, second] = await idsOf(reader, 'ann');
      expect(await writer.delete({ userName: 'ann', accessKeyId: second })).toEqual({ state: 'done', attempts: 1 });
      expect(await keysOf(reader, 'ann')).toMatchObject([{ accessKeyId: first, status: 'Active' }]);
      expect(await writer.delete({ userName: 'ann', accessKeyId: first })).toEqual({ state: 'done', attempts: 1 });
      expect(await keysOf(reader, 'ann')).toEqual([]);
      expect(await keysOf(reader, 'bob')).toHaveLength(1);
    },
  });
}

function describeAbsence(backend: Backend): void {
  contractTest(backend, 'a key that was deleted before is absent to both verbs', {
    world: WORLD,
    holds: async (made) => {
      const { reader, writer } = await portsOf(made);
      const [accessKeyId] = await idsOf(reader, 'bob');
      await writer.delete({ userName: 'bob', accessKeyId });
      expect(await writer.delete({ userName: 'bob', accessKeyId })).toEqual({ state: 'absent', attempts: 1 });
      expect(await writer.deactivate({ userName: 'bob', accessKeyId })).toEqual({ state: 'absent', attempts: 1 });
    },
  });

  contractTest(backend, 'a key of a user who does not exist is absent', {
    world: WORLD,
    holds: async (made) => {
      const { reader, writer } = await portsOf(made);
      const [accessKeyId] = await idsOf(reader, 'bob');
      expect(await writer.delete({ userName: 'nobody', accessKeyId })).toMatchObject({ state: 'absent' });
      expect(await keysOf(reader, 'bob')).toHaveLength(1);
    },
  });

  contractTest(backend, "a key under another user's name is absent, and lives", {
    world: WORLD,
    holds: async (made) => {
      const { reader, writer } = await portsOf(made);
      const [accessKeyId] = await idsOf(reader, 'ann');
      expect(await writer.delete({ userName: 'bob', accessKeyId })).toMatchObject({ state: 'absent' });
      expect(await writer.deactivate({ userName: 'bob', accessKeyId })).toMatchObject({ state: 'absent' });
      expect(await keysOf(reader, 'ann')).toMatchObject([{ status: 'Active' }, { status: 'Inactive' }]);
    },
  });
}

function describeFailures(backend: Backend): void {
  contractTest(backend, 'a refusal is a failure, and the key lives', {
    world: WORLD,
    holds: async (made) => {
      const { reader, writer } = await portsOf(made);
      const [accessKeyId] = await idsOf(reader, 'bob');
      made.addFault({ operation: 'iam:DeleteAccessKey', kind: 'AccessDenied' });
      const result = await writer.delete({ userName: 'bob', accessKeyId });
      expect(result).toMatchObject({
        state: 'failed',
        attempts: 1,
        failure: { kind: 'access-denied', operation: 'iam:DeleteAccessKey' },
      });
      expect(await keysOf(reader, 'bob')).toMatchObject([{ status: 'Active' }]);
    },
  });
}

/** What holds where an answer can get lost between AWS and us; for backends with a network. */
export function describeLostAnswerContract(backend: Backend): void {
  contractTest(backend, 'after a lost answer, absence comes with more than one attempt', {
    world: WORLD,
    holds: async (made) => {
      const { reader, writer } = await portsOf(made);
      const [accessKeyId] = await idsOf(reader, 'bob');
      made.addFault({ operation: 'iam:DeleteAccessKey', calls: [1], kind: 'drop-answer' });
      expect(await writer.delete({ userName: 'bob', accessKeyId })).toEqual({ state: 'absent', attempts: 2 });
      expect(await keysOf(reader, 'bob')).toEqual([]);
    },
  });

  contractTest(backend, 'a network that stays down is a failure with every attempt counted', {
    world: WORLD,
    holds: async (made) => {
      const { reader, writer } = await portsOf(made);
      const [accessKeyId] = await idsOf(reader, 'bob');
      made.addFault({ operation: 'iam:UpdateAccessKey', kind: 'drop-connection' });
      const result = await writer.deactivate({ userName: 'bob', accessKeyId });
      expect(result).toMatchObject({ state: 'failed', attempts: 3, failure: { kind: 'network' } });
      expect(await keysOf(reader, 'bob')).toMatchObject([{ status: 'Active' }]);
    },
  });
}

/** What holds where IAM judges policies; for backends that do. */
export function describeLeastPowerContract(backend: Backend): void {
  for (const tag of ['keysweep-exempt', 'Keysweep-Exempt']) {
    contractTest(backend, `IAM itself refuses to touch a key of a user tagged ${tag}`, {
      world: {
        accounts: [{ name: 'one', users: [{ name: 'bob', keys: ['Active'], tags: [{ key: tag, value: 'robot' }] }] }],
      },
      holds: async (made) => {
        const { reader, writer } = await portsOf(made);
        const [accessKeyId] = await idsOf(reader, 'bob');
        const refused = { state: 'failed', attempts: 1, failure: { kind: 'access-denied' } };
        expect(await writer.deactivate({ userName: 'bob', accessKeyId })).toMatchObject(refused);
        expect(await writer.delete({ userName: 'bob', accessKeyId })).toMatchObject(refused);
        expect(await keysOf(reader, 'bob')).toMatchObject([{ status: 'Active' }]);
      },
    });
  }
}

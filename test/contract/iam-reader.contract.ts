import { describe, expect } from 'vitest';
import { contractTest, type Backend } from './contract.ts';
import type { DescribedUser } from './world.ts';

const developers = (count: number): DescribedUser[] =>
  Array.from({ length: count }, (_, index) => ({
    name: `user-${String(index)}`,
    groups: ['Developers'],
    keys: ['Active'],
  }));

const world = (...users: DescribedUser[]) => ({ accounts: [{ name: 'one', groups: ['Developers', 'Empty'], users }] });

/** What `IamReader` promises of groups, keys, passwords and the two bulk reads. */
export function describeIamReaderContract(backend: Backend): void {
  describe('IamReader', () => {
    describeMembers(backend);
    describeAccessKeys(backend);
    describeBulkReads(backend);
  });
}

function describeMembers(backend: Backend): void {
  contractTest(backend, 'a group that does not exist is absent', {
    world: world(),
    holds: async (made) => {
      expect(await (await made.iamReader('one')).groupMembers('Nobody')).toEqual({
        items: [],
        end: { state: 'absent' },
      });
    },
  });

  contractTest(backend, 'a group without members is complete and empty', {
    world: world(),
    holds: async (made) => {
      expect(await (await made.iamReader('one')).groupMembers('Empty')).toEqual({
        items: [],
        end: { state: 'complete' },
      });
    },
  });

  contractTest(backend, 'a group gives all its members with their ids', {
    world: world({ name: 'outsider' }, ...developers(25)),
    holds: async (made) => {
      const { items, end } = await (await made.iamReader('one')).groupMembers('Developers');
      expect(end).toEqual({ state: 'complete' });
      expect(items.map(({ userName }) => userName).sort()).toEqual(
        developers(25)
          .map(({ name }) => name)
          .sort(),
      );
      expect(new Set(items.map(({ userId }) => userId)).size).toBe(25);
    },
  });

  contractTest(backend, 'a group is found whatever the case of its name', {
    world: world({ name: 'ann', groups: ['Developers'] }),
    holds: async (made) => {
      const { items } = await (await made.iamReader('one')).groupMembers('developers');
      expect(items.map(({ userName }) => userName)).toEqual(['ann']);
    },
  });

  contractTest(backend, 'a group that may not be read is unknown', {
    world: world({ name: 'ann', groups: ['Developers'] }),
    holds: async (made) => {
      const reader = await made.iamReader('one');
      made.addFault({ operation: 'iam:GetGroup', kind: 'AccessDenied' });
      expect(await reader.groupMembers('Developers')).toMatchObject({
        items: [],
        end: { state: 'unknown', failure: { kind: 'access-denied' } },
      });
    },
  });
}

function describeAccessKeys(backend: Backend): void {
  contractTest(backend, 'access keys come with id, status and creation', {
    world: world({ name: 'ann', keys: ['Active', 'Inactive'] }),
    holds: async (made) => {
      const keys = await (await made.iamReader('one')).accessKeys('ann');
      expect(keys).toMatchObject({ state: 'known', value: [{ status: 'Active' }, { status: 'Inactive' }] });
      if (keys.state !== 'known') return;
      expect(new Set(keys.value.map(({ accessKeyId }) => accessKeyId)).size).toBe(2);
      for (const { createdAt } of keys.value) expect(new Date(createdAt ?? '').toISOString()).toBe(createdAt);
    },
  });

  contractTest(backend, 'a user without access keys is known to have none', {
    world: world({ name: 'ann' }),
    holds: async (made) => {
      expect(await (await made.iamReader('one')).accessKeys('ann')).toEqual({ state: 'known', value: [] });
    },
  });

  contractTest(backend, 'access keys of a user who does not exist are absent', {
    world: world(),
    holds: async (made) => {
      expect(await (await made.iamReader('one')).accessKeys('nobody')).toEqual({ state: 'absent' });
    },
  });

  contractTest(backend, 'access keys that may not be listed are unknown', {
    world: world({ name: 'ann', keys: ['Active'] }),
    holds: async (made) => {
      const reader = await made.iamReader('one');
      made.addFault({ operation: 'iam:ListAccessKeys', kind: 'AccessDenied' });
      expect(await reader.accessKeys('ann')).toMatchObject({
        state: 'unknown',
        failure: { kind: 'access-denied', operation: 'iam:ListAccessKeys' },
      });
    },
  });

  contractTest(backend, 'a password is known, its lack is absence', {
    world: world({ name: 'ann', password: true }, { name: 'bob' }),
    holds: async (made) => {
      const reader = await made.iamReader('one');
      expect(await reader.loginProfile('ann')).toEqual({ state: 'known', value: true });
      expect(await reader.loginProfile('bob')).toEqual({ state: 'absent' });
    },
  });
}

function describeBulkReads(backend: Backend): void {
  contractTest(backend, 'authorization details list users with groups and tags, and every group', {
    world: world(
      { name: 'ann', groups: ['Developers'], tags: [{ key: 'keysweep-exempt', value: 'robot' }] },
      { name: 'bob' },
    ),
    holds: async (made) => {
      const { items, end } = await (await made.iamReader('one')).authorizationDetails();
      expect(end).toEqual({ state: 'complete' });
      const users = items.flatMap((item) => (item.kind === 'user' ? [item.user] : []));
      expect(users.map(({ userName, groups, tags }) => ({ userName, groups, tags }))).toEqual([
        { userName: 'ann', groups: ['Developers'], tags: [{ key: 'keysweep-exempt', value: 'robot' }] },
        { userName: 'bob', groups: [], tags: [] },
      ]);
      expect(items.flatMap((item) => (item.kind === 'group' ? [item.groupName] : [])).sort()).toEqual([
        'Developers',
        'Empty',
      ]);
    },
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
  contractTest(backend, 'user ids begin with AIDA', {
    world: world({ name: 'ann', groups: ['Developers'] }),
    holds: async (made) => {
      const { items } = await (await made.iamReader('one')).groupMembers('Developers');
      expect(items).toMatchObject([{ userId: expect.stringMatching(/^AIDA/) as string }]);
    },
  });

  contractTest(backend, 'authorization details name the users that groups name, by the same ids', {
    world: world(...developers(5)),
    holds: async (made) => {
      const reader = await made.iamReader('one');
      const [details, members] = await Promise.all([reader.authorizationDetails(), reader.groupMembers('Developers')]);
      const ids = details.items.flatMap((item) => (item.kind === 'user' ? [item.user.userId] : []));
      expect(ids.sort()).toEqual(members.items.map(({ userId }) => userId).sort());
    },
  });

  contractTest(backend, 'the credential report has a row per user: password, and both key slots', {
    world: world({ name: 'ann', password: true, keys: ['Active', 'Inactive'] }, { name: 'bob' }),
    holds: async (made) => {
      const report = await (await made.iamReader('one')).credentialReport();
      if (report.state !== 'known') expect.unreachable(`the report is ${report.state}`);
      const slots = report.value.rows.map(({ slots: both }) =>
        both.map(({ active, lastRotated }) => [active, lastRotated !== null]),
      );
      expect(report.value.rows.map(({ userName, passwordEnabled }) => [userName, passwordEnabled])).toEqual([
        ['ann', true],
        ['bob', false],
      ]);
      expect(slots).toEqual([
        [
          [true, true],
          [false, true],
        ],
        [
          [false, false],
          [false, false],
        ],
      ]);
    },
  });

  contractTest(backend, 'the slots of the credential report were rotated when the keys were created, to the second', {
    world: world({ name: 'ann', keys: ['Active', 'Active'] }),
    holds: async (made) => {
      const reader = await made.iamReader('one');
      const [report, keys] = [await reader.credentialReport(), await reader.accessKeys('ann')];
      if (report.state !== 'known' || keys.state !== 'known') expect.unreachable('the report and the keys are known');
      const toTheSecond = (instant: string | null) => (instant ?? '').slice(0, 19);
      const rotated = report.value.rows[0]?.slots.map(({ lastRotated }) => toTheSecond(lastRotated));
      expect(rotated?.sort()).toEqual(keys.value.map(({ createdAt }) => toTheSecond(createdAt)).sort());
    },
  });

  contractTest(backend, 'the credential report says when it was made', {
    world: world({ name: 'ann' }),
    holds: async (made) => {
      const report = await (await made.iamReader('one')).credentialReport();
      if (report.state !== 'known') expect.unreachable(`the report is ${report.state}`);
      expect(Math.abs(Date.now() - Date.parse(report.value.generatedAt))).toBeLessThan(3_600_000);
    },
  });
}

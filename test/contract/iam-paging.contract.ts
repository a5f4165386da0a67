import { describe, expect } from 'vitest';
import { contractTest, type Backend } from './contract.ts';
import type { DescribedUser, WorldFault } from './world.ts';

const USERS: DescribedUser[] = Array.from({ length: 15 }, (_, index) => ({
  name: `user-${String(index).padStart(2, '0')}`,
  groups: ['Developers'],
  keys: ['Active', 'Inactive'],
}));
const NAMES = USERS.map(({ name }) => name);
const WORLD = { accounts: [{ name: 'one', users: USERS }] };

/** What `IamReader` promises where answers come in pages; for backends that have pages. */
export function describeIamPagingContract(backend: Backend): void {
  describe('IamReader over pages', () => {
    for (const size of backend.pageSizes) describePageSize(backend, size);
    describeFailingPages(backend);
  });
}

function describePageSize(backend: Backend, size: number): void {
  contractTest(backend, `pages of ${String(size)}: members, keys and details are all there, once`, {
    world: WORLD,
    holds: async (made) => {
      const reader = await made.iamReader('one');
      made.setPageSize(size);
      const members = await reader.groupMembers('Developers');
      expect(members.end).toEqual({ state: 'complete' });
      expect(members.items.map(({ userName }) => userName).sort()).toEqual(NAMES);
      expect(made.requests('iam:GetGroup')).toBe(Math.ceil(15 / size));
      const details = await reader.authorizationDetails();
      expect(details.end).toEqual({ state: 'complete' });
      expect(details.items.flatMap((item) => (item.kind === 'user' ? [item.user.userName] : [])).sort()).toEqual(NAMES);
      expect(details.items.filter(({ kind }) => kind === 'group')).toEqual([
        { kind: 'group', groupName: 'Developers' },
      ]);
      expect(made.requests('iam:GetAccountAuthorizationDetails')).toBe(Math.ceil(16 / size));
      expect(await reader.accessKeys('user-00')).toMatchObject({ state: 'known', value: { length: 2 } });
      expect(made.requests('iam:ListAccessKeys')).toBe(Math.ceil(2 / size));
    },
  });
}

function describeFailingPages(backend: Backend): void {
  const kinds: readonly (readonly [WorldFault['kind'], string])[] = [
    ['AccessDenied', 'access-denied'],
    ['malformed', 'malformed'],
  ];
  for (const [kind, expected] of kinds) {
    contractTest(backend, `a third page that answers ${kind} leaves two pages and an unknown end`, {
      world: WORLD,
      holds: async (made) => {
        const reader = await made.iamReader('one');
        made.setPageSize(7);
        made.addFault({ operation: 'iam:GetGroup', calls: [3], kind });
        const { items, end } = await reader.groupMembers('Developers');
        expect(items).toHaveLength(14);
        expect(end).toMatchObject({ state: 'unknown', failure: { kind: expected, operation: 'iam:GetGroup' } });
      },
    });
  }

  contractTest(backend, 'a page whose connection breaks once is read on the second attempt', {
    world: WORLD,
    holds: async (made) => {
      const reader = await made.iamReader('one');
      made.setPageSize(7);
      made.addFault({ operation: 'iam:GetGroup', calls: [2], kind: 'drop-connection' });
      const { items, end } = await reader.groupMembers('Developers');
      expect(items).toHaveLength(15);
      expect(end).toEqual({ state: 'complete' });
    },
  });

  contractTest(backend, 'access keys of which one page fails are unknown, not fewer', {
    world: WORLD,
    holds: async (made) => {
      const reader = await made.iamReader('one');
      made.setPageSize(1);
      made.addFault({ operation: 'iam:ListAccessKeys', calls: [2], kind: 'AccessDenied' });
      expect(await reader.accessKeys('user-00')).toMatchObject({
        state: 'unknown',
        failure: { kind: 'access-denied' },
      });
    },
  });

  contractTest(backend, 'authorization details of which one page fails end unknown', {
    world: WORLD,
    holds: async (made) => {
      const reader = await made.iamReader('one');
      made.setPageSize(7);
      made.addFault({ operation: 'iam:GetAccountAuthorizationDetails', calls: [2], kind: 'AccessDenied' });
      const { items, end } = await reader.authorizationDetails();
      expect(items).toHaveLength(7);
      expect(end).toMatchObject({ state: 'unknown' });
    },
  });
}

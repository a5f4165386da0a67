import { describe, expect } from 'vitest';
import { contractTest, type Backend } from './contract.ts';

const WORLD = {
  units: ['Workloads/Test', 'Empty'],
  accounts: [
    { name: 'at-root' },
    { name: 'prod', unit: 'Workloads/Prod' },
    { name: 'deep', unit: 'Workloads/Prod/Blue/Edge' },
    { name: 'closed', unit: 'Suspended', suspended: true },
  ],
};

const MANY = {
  accounts: Array.from({ length: 23 }, (_, index) => ({ name: `a${String(index)}`, unit: `U${String(index % 3)}` })),
};

/** What `OrganizationReader` promises: the whole organization, or nothing. */
export function describeOrganizationReaderContract(backend: Backend): void {
  describe('OrganizationReader', () => {
    describeSnapshot(backend);
    describePages(backend);
  });
}

/** The part of it that has nothing to do with pages, for backends that have none. */
export function describeSnapshot(backend: Backend): void {
  contractTest(backend, 'the snapshot places every account, and names every organizational unit', {
    world: WORLD,
    holds: async (made) => {
      const reading = await made.organizationReader().snapshot();
      if (reading.state !== 'known') expect.unreachable(JSON.stringify(reading));
      const { organizationalUnits, accounts, rootId, managementAccountId, id } = reading.value;
      const units = new Map(organizationalUnits.map((unit) => [unit.id, unit]));
      const pathOf = (unitId: string): string => {
        const unit = units.get(unitId);
        return unit === undefined ? '' : `${pathOf(unit.parentId)}/${unit.name}`;
      };
      expect([id.startsWith('o-'), rootId.startsWith('r-'), managementAccountId]).toEqual([
        true,
        true,
        made.managementAccountId,
      ]);
      expect(organizationalUnits.map((unit) => pathOf(unit.id)).sort()).toEqual(
        [
          '/Empty',
          '/Suspended',
          '/Workloads',
          '/Workloads/Prod',
          '/Workloads/Prod/Blue',
          '/Workloads/Prod/Blue/Edge',
          '/Workloads/Test',
        ].sort(),
      );
      const placed = Object.fromEntries(accounts.map((account) => [account.id, pathOf(account.parentId)]));
      expect(placed).toEqual({
        [made.managementAccountId]: '',
        [made.accountId('at-root')]: '',
        [made.accountId('prod')]: '/Workloads/Prod',
        [made.accountId('deep')]: '/Workloads/Prod/Blue/Edge',
        [made.accountId('closed')]: '/Suspended',
      });
    },
  });

  contractTest(backend, 'an account that is not active says so', {
    world: WORLD,
    holds: async (made) => {
      const reading = await made.organizationReader().snapshot();
      const accounts = reading.state === 'known' ? reading.value.accounts : [];
      expect(accounts.filter(({ state }) => state !== 'ACTIVE').map(({ id, state }) => [id, state])).toEqual([
        [made.accountId('closed'), 'SUSPENDED'],
      ]);
    },
  });

  contractTest(backend, 'an organization that may not be read is unknown', {
    world: WORLD,
    holds: async (made) => {
      made.addFault({ operation: 'organizations:ListAccounts', kind: 'AccessDenied' });
      expect(await made.organizationReader().snapshot()).toMatchObject({
        state: 'unknown',
        failure: { kind: 'access-denied' },
      });
    },
  });
}

function describePages(backend: Backend): void {
  for (const size of backend.pageSizes) {
    contractTest(backend, `pages of ${String(size)}: all accounts of all units are there, once`, {
      world: MANY,
      holds: async (made) => {
        made.setPageSize(size);
        const reading = await made.organizationReader().snapshot();
        if (reading.state !== 'known') expect.unreachable(JSON.stringify(reading));
        expect(made.requests('organizations:ListAccounts')).toBe(Math.ceil(24 / Math.min(size, 20)));
        const ids = reading.value.accounts.map(({ id }) => id).sort();
        expect(ids).toEqual(
          [made.managementAccountId, ...MANY.accounts.map(({ name }) => made.accountId(name))].sort(),
        );
      },
    });
  }

  contractTest(backend, 'one unreadable page makes the whole snapshot unknown', {
    world: MANY,
    holds: async (made) => {
      made.setPageSize(7);
      made.addFault({ operation: 'organizations:ListAccounts', calls: [3], kind: 'AccessDenied' });
      expect(await made.organizationReader().snapshot()).toMatchObject({ state: 'unknown' });
    },
  });
}

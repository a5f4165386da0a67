import { describe, expect } from 'vitest';
import { contractTest, type Backend } from './contract.ts';
import type { World } from './world.ts';

const WORLD = {
  stackSet: true,
  accounts: [
    { name: 'at-root' },
    { name: 'deep', unit: 'Workloads/Prod/Blue/Edge' },
    { name: 'in-the-way', unit: 'Workloads', undeployable: true },
    { name: 'closed', unit: 'Suspended', suspended: true },
  ],
};

/** What `StackInstances` promises: every instance of the StackSet with its status, or nothing. */
export function describeStackInstancesContract(backend: Backend): void {
  describe('StackInstances', () => {
    contractTest(backend, 'every account that the StackSet reaches has an instance, and says whether it is current', {
      world: WORLD,
      holds: async (made) => {
        expect(await statusesOf(made)).toEqual(
          new Map([
            [made.accountId('at-root'), 'CURRENT'],
            [made.accountId('deep'), 'CURRENT'],
            [made.accountId('in-the-way'), 'OUTDATED'],
            // Skipped, as its detailed status says: SKIPPED_SUSPENDED_ACCOUNT.
            [made.accountId('closed'), 'OUTDATED'],
          ]),
        );
      },
    });

    contractTest(backend, 'without a StackSet there are none, and that is certain', {
      world: { ...WORLD, stackSet: false },
      holds: async (made) => {
        expect(await (await made.stackInstances()).read()).toEqual({ state: 'absent' });
      },
    });

    contractTest(backend, 'stack instances that may not be listed are unknown', {
      world: WORLD,
      holds: async (made) => {
        const instances = await made.stackInstances();
        made.addFault({ operation: 'cloudformation:ListStackInstances', kind: 'AccessDenied' });
        expect(await instances.read()).toMatchObject({ state: 'unknown', failure: { kind: 'access-denied' } });
      },
    });
  });
}

const MANY = { stackSet: true, accounts: Array.from({ length: 12 }, (_, index) => ({ name: `a${String(index)}` })) };

/** The part of it that has to do with pages. */
export function describeStackInstancesPagingContract(backend: Backend): void {
  describe('StackInstances, page by page', () => {
    for (const size of backend.pageSizes)
      contractTest(backend, `all instances are read, ${String(size)} to a page`, {
        world: MANY,
        holds: async (made) => {
          made.setPageSize(size);
          const expected = MANY.accounts.map(({ name }) => [made.accountId(name), 'CURRENT'] as const);
          expect(await statusesOf(made)).toEqual(new Map(expected));
          const pages = Math.ceil(MANY.accounts.length / size);
          expect(made.requests('cloudformation:ListStackInstances')).toBe(pages);
        },
      });

    contractTest(backend, 'a page that cannot be read makes all instances unknown', {
      world: MANY,
      holds: async (made) => {
        const instances = await made.stackInstances();
        made.setPageSize(7);
        made.addFault({ operation: 'cloudformation:ListStackInstances', kind: 'AccessDenied', calls: [2] });
        expect((await instances.read()).state).toBe('unknown');
      },
    });
  });
}

async function statusesOf(made: World) {
  const reading = await (await made.stackInstances()).read();
  if (reading.state !== 'known') expect.unreachable(JSON.stringify(reading));
  return reading.value;
}

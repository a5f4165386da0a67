import { pace, systemClock } from '@keysweep/aws';
import { apply, collect, plan, type ApplyOrder, type PolicyRules } from '@keysweep/core';
import { describe, expect } from 'vitest';
import { contractTest, type Backend } from './contract.ts';
import type { DescribedUser } from './world.ts';

/** 250 users with 334 keys: 84 of them have two. */
const USERS: DescribedUser[] = Array.from({ length: 250 }, (_, index) => ({
  name: `user-${String(index)}`,
  groups: ['Developers'],
  keys: index < 84 ? ['Active', 'Active'] : ['Active'],
}));
const WORLD = { accounts: [{ name: 'one', users: USERS }] };
const TIMEOUT_MS = 180_000;

const RULES: PolicyRules = {
  groups: ['Developers'],
  action: 'delete',
  deleteAfterInactiveDays: 0,
  minimumKeyAgeDays: 0,
  exempt: { groups: [], users: [] },
  requireConsoleAccess: false,
  maximumRevocations: 400,
  timezone: 'UTC',
};

/**
 * The founding case at full size, through the rules and the adapters: the article's own function never paged, and left
 * 180 of these 334 keys alive while it reported success.
 */
export function describeHeadlineContract(backend: Backend): void {
  describe('250 users with 334 keys', () => {
    for (const size of backend.pageSizes) {
      contractTest(backend, `pages of ${String(size)}: planned, applied, verified, 0 left`, {
        world: WORLD,
        timeoutMs: TIMEOUT_MS,
        holds: async (made) => {
          const ports = {
            reader: await made.iamReader('one'),
            writer: await made.accessKeyWriter('one'),
            pace: pace(5),
          };
          made.setPageSize(size);
          // A minute from now: the keys were made just before.
          const asOf = new Date(Date.now() + 60_000);

          const planned = plan(await collect(RULES, asOf, { ...ports, inTime: () => true }), contextOf(asOf));
          const order = orderOf(planned, asOf);
          const { complete, outcomes } = await apply(order, {
            ...ports,
            clock: systemClock,
            onOutcome: () => undefined,
          });

          if (backend.pageSizes.length > 1) expect(made.requests('iam:GetGroup')).toBe(Math.ceil(250 / size));
          expect(planned.refusal).toBeNull();
          expect(order.keys).toHaveLength(334);
          expect(complete).toBe(true);
          expect(outcomes.filter(({ outcome, verified }) => outcome === 'deleted' && verified === true)).toHaveLength(
            334,
          );
          expect(plan(await collect(RULES, asOf, { ...ports, inTime: () => true }), contextOf(asOf)).keys).toEqual([]);
        },
      });
    }
  });
}

const RUN = {
  organizationId: 'o-contract01',
  accountId: '111122223333',
  runId: '20261120T235500Z',
  policy: 'weekly',
  configHash: 'test',
};

function contextOf(asOf: Date): Parameters<typeof plan>[1] {
  const provenance = {
    takenBy: 'agent',
    takenAt: asOf.toISOString(),
    bundleHash: '',
    templateVersion: '',
    caller: '',
  } as const;
  return { ...RUN, rules: RULES, asOf: asOf.toISOString(), ledger: {}, provenance };
}

function orderOf({ keys }: ReturnType<typeof plan>, asOf: Date): ApplyOrder {
  const finishBy = new Date(Date.now() + TIMEOUT_MS).toISOString();
  return {
    schema: 'keysweep/order/1',
    kind: 'apply',
    ...RUN,
    rules: { ...RULES, groups: [...RULES.groups], exempt: { groups: [], users: [] } },
    asOf: asOf.toISOString(),
    issuedAt: new Date().toISOString(),
    finishBy,
    attempt: 1,
    keys: keys.flatMap(({ accessKeyId, userName, userId, decision }) =>
      decision === 'delete' && userId !== null
        ? [{ accessKeyId, userName, userId, decision, onlyIfInactive: false }]
        : [],
    ),
  };
}

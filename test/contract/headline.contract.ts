import { pace } from '@keysweep/aws';
import type { AccessKeyAddress } from '@keysweep/core';
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

/** The founding case at full size: every member of a large group, every key, all found and all revoked. */
export function describeHeadlineContract(backend: Backend): void {
  describe('250 users with 334 keys', () => {
    for (const size of backend.pageSizes) {
      contractTest(backend, `pages of ${String(size)}: every key is listed and every key can be deleted`, {
        world: WORLD,
        timeoutMs: TIMEOUT_MS,
        holds: async (made) => {
          const [reader, writer] = [await made.iamReader('one'), await made.accessKeyWriter('one')];
          made.setPageSize(size);
          const places = pace(5);
          const keysNow = async (): Promise<readonly AccessKeyAddress[]> => {
            const { items, end } = await reader.groupMembers('Developers');
            expect([items.length, end.state]).toEqual([250, 'complete']);
            const lists = await Promise.all(
              items.map(({ userName }) =>
                places.run(async () => ({ userName, keys: await reader.accessKeys(userName) })),
              ),
            );
            return lists.flatMap(({ userName, keys }) =>
              keys.state === 'known' ? keys.value.map(({ accessKeyId }) => ({ userName, accessKeyId })) : [],
            );
          };
          const keys = await keysNow();
          if (backend.pageSizes.length > 1) expect(made.requests('iam:GetGroup')).toBe(Math.ceil(250 / size));
          expect(new Set(keys.map(({ accessKeyId }) => accessKeyId)).size).toBe(334);
          const results = await Promise.all(keys.map((key) => places.run(() => writer.delete(key))));
          expect(results.filter(({ state }) => state === 'done')).toHaveLength(334);
          expect(await keysNow()).toEqual([]);
        },
      });
    }
  });
}

import type { DigestedAccount } from '@keysweep/core';
import { describe, expect, it } from 'vitest';
import { makeLarge } from '../testing/large-organization.ts';
import { keysOf, make, pageKeysOf } from '../testing/summary-of.ts';
import { MOST_BYTES } from './page-budget.ts';

const { accounts } = makeLarge(300);
const calm = accounts.filter(({ digest }) => digest.account.state === 'compliant');
const broken = accounts.filter(({ digest }) => digest.account.state === 'incomplete');

/** Made-up accounts of so many keys each, all like the first one given. */
function repeat([like]: readonly DigestedAccount[], times: number, keys: number): DigestedAccount[] {
  const { digest, keys: own } = like as DigestedAccount;
  return Array.from({ length: times }, (_, index) => {
    const accountId = `${digest.account.state}-${index}`;
    const user = { ...own[0]!, accountId, userName: 'x'.repeat(85) };
    return {
      digest: { ...digest, account: { ...digest.account, accountId } },
      keys: Array.from({ length: keys }, () => user),
    };
  });
}

const idsOf = (given: readonly DigestedAccount[]) => [...pageKeysOf({ accounts: given }).byAccount().keys()];

describe('the keys of a page', () => {
  it('are all listed where they are few', () => {
    const made = make();
    expect(pageKeysOf(made).list()).toEqual({ keys: keysOf(made), wanted: keysOf(made).length });
    expect(pageKeysOf({ accounts: [] }).list()).toEqual({ keys: [], wanted: 0 });
  });

  it('are only those that a person must see where they are many, and all of those are counted', () => {
    const { keys, wanted } = pageKeysOf({ accounts: [...repeat(calm, 3, 1_000), ...repeat(broken, 5, 900)] }).list();
    expect([keys.length, wanted]).toEqual([0, 0]);
    const [unsettled] = broken.map(({ digest, keys: own }) => ({ digest, keys: own.slice(-1) }));
    const many = pageKeysOf({ accounts: [...repeat(calm, 3, 1_000), ...repeat([unsettled!], 5, 900)] }).list();
    expect(many.wanted).toBe(4_500);
    expect(many.keys.length).toBeLessThan(many.wanted);
  });

  it('of one account leave room for others', () => {
    const [shelf, ...others] = pageKeysOf({ accounts: repeat(calm, 1, 10_000) })
      .byAccount()
      .values();
    expect([shelf?.count, shelf?.rows().length, others.length]).toEqual([500, 500, 0]);
  });

  it('are no more than a page could hold, be there a million', () => {
    const many = idsOf(repeat(calm, 2_000, 500));
    expect(many).toHaveLength(Math.floor(MOST_BYTES / (500 * 100)));
    expect(many).toEqual(many.map((_, index) => `compliant-${index}`));
  });

  it('of accounts that need a person win over the others, whichever come first', () => {
    const room = Math.floor(MOST_BYTES / (500 * 100));
    const [first, second] = [repeat(calm, room, 500), repeat(broken, 30, 500)];
    const mixed = [...first, ...second, ...repeat(calm, 1, 1)];
    expect(idsOf(mixed)).toEqual([
      ...second.map(({ digest }) => digest.account.accountId),
      ...first.slice(0, room - 30).map(({ digest }) => digest.account.accountId),
    ]);
    expect(idsOf(repeat(broken, room + 5, 500))).toHaveLength(room);
  });
});

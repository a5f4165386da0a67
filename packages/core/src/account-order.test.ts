import { expect, it } from 'vitest';
import { compareAccounts, type PlacedAccount } from './account-order.ts';

it('puts accounts by path, name and id', () => {
  const placed = (organizationalUnitPath: string, name: string, accountId: string): PlacedAccount => ({
    ...{ organizationalUnitPath, name, accountId },
  });
  const sorted = [
    placed('/A', 'a', '000000000004'),
    placed('/A', 'b', '000000000001'),
    placed('/A', 'b', '000000000002'),
    placed('/A/B', 'a', '000000000003'),
  ];
  expect(sorted.toReversed().sort(compareAccounts)).toEqual(sorted);
  expect(compareAccounts(placed('/A', 'a', '1'), placed('/A', 'a', '1'))).toBe(0);
});

import { expect, it } from 'vitest';
import { addCensuses } from './add-censuses.ts';
import { aFailure } from './testing/account.ts';
import { aCensus } from './testing/later-audit.ts';

it('adds up what was counted, and says in how many accounts something was not', () => {
  const uncounted = [{ concerns: 'users', failure: aFailure() }];
  const blind = aCensus({ ...{ rootKeys: 1, outOfScope: null, withoutMfa: null }, uncounted });
  const full = aCensus({
    ...{ rootKeys: 2, outOfScope: { users: 3, keys: 4 }, withoutMfa: { users: 5, keys: 6 } },
    serviceSpecificCredentials: { users: 7, credentials: 8 },
  });
  const dark = aCensus({ ...{ rootKeys: null, serviceSpecificCredentials: null }, uncounted });
  expect(addCensuses([full, aCensus(), blind, full, dark, null])).toEqual({
    accounts: 6,
    incomplete: 3,
    rootKeys: { accounts: 3, keys: 5 },
    outOfScope: { accounts: 2, users: 6, keys: 8 },
    withoutMfa: { accounts: 2, users: 10, keys: 12 },
    serviceSpecificCredentials: { accounts: 2, users: 14, credentials: 16 },
  });
});

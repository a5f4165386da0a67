import type { Census, CensusTotals } from '@keysweep/core';
import { describe, expect, it } from 'vitest';
import { calmSummary } from '../testing/summary-of.ts';
import { CENSUS_LABELS, CENSUS_ORDER, tellCensusGaps, tellUncovered } from './index.ts';

const NOTHING: CensusTotals = {
  ...{ accounts: 9, incomplete: 0, rootKeys: { accounts: 0, keys: 0 } },
  ...{ outOfScope: { accounts: 0, users: 0, keys: 0 }, withoutMfa: { accounts: 0, users: 0, keys: 0 } },
  serviceSpecificCredentials: { accounts: 0, users: 0, credentials: 0 },
};
const UNREAD: Census = {
  ...{ reportAt: null, rootKeys: null, outOfScope: null, withoutMfa: null, serviceSpecificCredentials: null },
  uncounted: [],
};

describe('what no policy covers', () => {
  const tell = (census: Partial<CensusTotals>, leftScope = 0) =>
    tellUncovered({
      ...calmSummary(),
      census: { ...NOTHING, ...census },
      standings: { overdue: 0, notYetDue: 0, leftScope },
    });

  it('is told kind by kind, the worst first, and what could not be counted', () => {
    const told = tell(
      {
        incomplete: 2,
        rootKeys: { accounts: 1, keys: 2 },
        outOfScope: { accounts: 3, users: 1, keys: 1 },
        withoutMfa: { accounts: 1, users: 2, keys: 3 },
        serviceSpecificCredentials: { accounts: 2, users: 2, credentials: 1 },
      },
      1,
    );
    expect(told).toEqual([
      'Access keys of the root user: 2 keys in 1 account.',
      'Keys of users in no configured group: 1 key of 1 user in 3 accounts.',
      'Keys of users without an MFA device: 3 keys of 2 users in 1 account.',
      'Service-specific credentials: 1 credential of 2 users in 2 accounts.',
      '1 active key of users who left the configured groups.',
      'In 2 of 9 accounts something could not be counted, so there may be more.',
    ]);
  });

  it('is nothing only where everything was counted', () => {
    expect(tell({})).toEqual(['Nothing was found.']);
    expect(tell({ incomplete: 1 })).toEqual([tellCensusGaps({ ...NOTHING, incomplete: 1 })]);
    expect(tell({ accounts: 0 })).toEqual(['Nothing has been counted yet: the look between runs does that.']);
  });

  it('is not known in an account where it could not be counted', () => {
    expect(CENSUS_ORDER.map((kind) => CENSUS_LABELS[kind].ofAccount(UNREAD))).toEqual([null, null, null, null]);
    const counted: Census = {
      ...{ ...UNREAD, rootKeys: 1, outOfScope: { users: 1, keys: 2 }, withoutMfa: { users: 0, keys: 0 } },
      serviceSpecificCredentials: { users: 1, credentials: 1 },
    };
    expect(CENSUS_ORDER.map((kind) => CENSUS_LABELS[kind].ofAccount(counted))).toEqual([
      { count: 1, words: '1 key' },
      { count: 2, words: '2 keys of 1 user' },
      { count: 0, words: '0 keys of 0 users' },
      { count: 1, words: '1 credential of 1 user' },
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { MOST_EXEMPTIONS_OF_ACCOUNT } from './digest-account.ts';
import { aFailure, AS_OF, keyId } from './testing/account.ts';
import { aLook, lookedAt, TUESDAY } from './testing/later-audit.ts';
import { entry, EXCLUDED, summarising } from './testing/organization.ts';
import { anAudit, factsOf, factsWithout } from './testing/report.ts';

const REFERENCE = { accessKeyId: keyId(), userName: 'ada' };

describe('an account of a summary', () => {
  it('shows its policy, its keys, and why it is in its state', () => {
    const exemptions = [false, true].map((lapsed) => ({
      userName: 'bob',
      by: 'tag',
      reason: 'r',
      owner: null,
      until: null,
      lapsed,
    }));
    const [account] = summarising([
      entry(1, factsOf({ users: 7, exemptions, audit: anAudit({ overdue: [REFERENCE] }) })),
    ]).accounts;
    expect(account).toMatchObject({
      ...{
        accountId: '000000000001',
        name: 'Account 1',
        organizationalUnitPath: '/Workloads',
        policy: 'weekly',
        assignedBy: '/',
      },
      ...{
        state: 'non-compliant',
        why: '1 overdue key, 0 disagreements of report and audit',
        inScope: true,
        covered: true,
      },
      ...{ users: 7, overdue: 1, exemptions: 1, keys: { deleted: 1, kept: 0 } },
    });
  });

  it.each([
    ['excluded', EXCLUDED, { policy: null, assignedBy: null, inScope: false, covered: false, users: 0, overdue: 0 }],
    [
      'unreachable to the audit',
      factsOf({ audit: { state: 'unavailable', failure: aFailure() } }),
      { policy: 'weekly', overdue: 0, covered: false },
    ],
    [
      'without a report',
      factsWithout({ state: 'no-report', why: 'gone' }),
      { state: 'incomplete', users: 0, exemptions: 0 },
    ],
  ] as const)('that is %s has no numbers of its own', (_what, facts, expected) => {
    expect(summarising([entry(1, facts)]).accounts).toMatchObject([expected]);
  });
});

describe('live keys', () => {
  const live = [
    { ...REFERENCE, createdAt: TUESDAY },
    { ...REFERENCE, createdAt: AS_OF },
    { ...REFERENCE, createdAt: null },
  ];

  it('are counted and aged in each account and over all', () => {
    const summary = summarising([entry(1, lookedAt(factsOf(), aLook({ live }))), entry(2, factsOf())], { at: TUESDAY });
    expect(summary.accounts).toMatchObject([
      { live: 3, oldestLiveAt: AS_OF },
      { live: 0, oldestLiveAt: null },
    ]);
    expect(summary.ages.slice(0, 2)).toEqual([
      { underDays: 1, keys: 1 },
      { underDays: 7, keys: 1 },
    ]);
    expect(summary.ageless).toBe(1);
  });
});

describe('an account that was refused as a whole', () => {
  it('says so', () => {
    const refusal = { rule: 'blast-radius', planned: 7, limit: 5 } as const;
    const accounts = [entry(1, factsOf({ refusal })), entry(2, factsOf())];
    expect(summarising(accounts).accounts.map((account) => account.refusal)).toEqual([{ planned: 7, limit: 5 }, null]);
  });
});

it('an account may not fill the list of exemptions', () => {
  const exemptions = Array.from({ length: MOST_EXEMPTIONS_OF_ACCOUNT + 3 }, (_, index) => ({
    ...{ userName: `user-${index}`, by: 'group', reason: 'Robots', owner: null, until: null, lapsed: false },
  }));
  const summary = summarising([entry(1, factsOf({ exemptions }))]);
  expect(summary.exemptions).toHaveLength(MOST_EXEMPTIONS_OF_ACCOUNT);
  expect(summary.accounts).toMatchObject([{ exemptions: MOST_EXEMPTIONS_OF_ACCOUNT + 3 }]);
  expect(summary.attention).toMatchObject([
    { code: 'exemptions-unlisted', message: '3 more users of the account are exempt and not listed here' },
  ]);
});

import { describe, expect, it } from 'vitest';
import { compareSummaries, isNewExemption, type ComparedAccount } from './compare-summaries.ts';
import { aComparedAccount, aComparedSummary } from './testing/compared.ts';

const CONFIGURED = new Map([
  ['weekly', ['Developers', 'Admins']],
  ['careful', ['Developers']],
]);
const NOTHING = { accounts: [], joined: [], departed: [], moved: [], vanishedGroups: [] };
const comparing = (was: Partial<ComparedAccount>, now: Partial<ComparedAccount>) =>
  compareSummaries(
    aComparedSummary([aComparedAccount(1, was)]),
    aComparedSummary([aComparedAccount(1, now)]),
    CONFIGURED,
  );

describe('two summaries', () => {
  it('are held against each other in their totals', () => {
    const before = aComparedSummary([aComparedAccount(1, { live: 3 }), aComparedAccount(2, { live: 4 })], {
      percent: 50,
      overdue: 9,
    });
    const after = aComparedSummary([aComparedAccount(1, { live: 1 }), aComparedAccount(2)], { percent: null });
    expect(compareSummaries(before, after, CONFIGURED)).toEqual({
      ...NOTHING,
      coverage: { before: 50, after: null },
      overdue: { before: 9, after: 0 },
      live: { before: 7, after: 1 },
    });
  });

  it.each<[string, Partial<ComparedAccount>, Partial<ComparedAccount>]>([
    ['better', { state: 'unreachable', covered: false }, { state: 'non-compliant' }],
    ['better', { state: 'unknown', covered: false }, { state: 'pending' }],
    ['better', { state: 'non-compliant' }, { state: 'compliant' }],
    ['better', { state: 'paused', covered: false }, { state: 'paused' }],
    ['worse', { state: 'compliant' }, { state: 'non-compliant' }],
    ['worse', { state: 'observed' }, { state: 'not-deployed', covered: false }],
    ['worse', { state: 'paused' }, { state: 'paused', covered: false }],
    ['other', { state: 'compliant' }, { state: 'observed' }],
    ['other', { state: 'unreachable', covered: false }, { state: 'unknown', covered: false }],
    ['other', { state: 'compliant' }, { state: 'excluded', inScope: false, covered: false }],
    ['other', { state: 'suspended', inScope: false, covered: false }, { state: 'non-compliant' }],
    ['other', { state: 'excluded', inScope: false, covered: false }, { state: 'unreachable', covered: false }],
  ])('say that an account is %s: %j, then %j', (direction, was, now) => {
    expect(comparing(was, now).accounts).toEqual([
      { accountId: '000000000001', from: was.state, to: now.state, direction },
    ]);
  });

  it('name who joined, who departed, and who has another policy', () => {
    const { joined, departed, moved } = compareSummaries(
      aComparedSummary([4, 1, 2].map((number) => aComparedAccount(number))),
      aComparedSummary([aComparedAccount(5), aComparedAccount(3), aComparedAccount(2, { policy: null })]),
      CONFIGURED,
    );
    expect(joined).toEqual(['000000000003', '000000000005']);
    expect(departed).toEqual([
      { accountId: '000000000001', name: 'Account 1' },
      { accountId: '000000000004', name: 'Account 4' },
    ]);
    expect(moved).toEqual([{ accountId: '000000000002', from: 'weekly', to: null }]);
  });

  it('name a group that the account had and has no more', () => {
    expect(comparing({ groups: ['Developers', 'Admins'] }, { groups: ['Admins'] }).vanishedGroups).toEqual([
      { accountId: '000000000001', group: 'Developers' },
    ]);
  });

  it.each<[string, Partial<ComparedAccount>, Partial<ComparedAccount>]>([
    ['is spelled otherwise', { groups: ['Developers'] }, { groups: ['developers'] }],
    ['is configured no longer', { groups: ['Contractors'] }, { groups: [] }],
    ['was not looked for before', { groups: null }, { groups: [] }],
    ['is not looked for now', {}, { groups: null }],
    ['was of another policy', {}, { groups: [], policy: 'careful' }],
    ['is of no policy', { policy: null }, { groups: [], policy: null }],
    ['is of a policy that is not configured', { policy: 'gone' }, { groups: [], policy: 'gone' }],
  ])('call no group vanished that %s', (_why, was, now) => {
    expect(comparing(was, now).vanishedGroups).toEqual([]);
  });
});

describe('an exemption', () => {
  const ada = { accountId: '000000000001', userName: 'ada', lapsed: false };

  it.each([
    ['the previous summary has it', [ada], ada, false],
    ['it has it, spelled otherwise', [{ ...ada, userName: 'Ada' }], ada, false],
    ['it has none', [], ada, true],
    ['it has one of the same name in another account', [{ ...ada, accountId: '000000000002' }], ada, true],
    ['it had lapsed', [{ ...ada, lapsed: true }], ada, true],
    ['it has lapsed since', [ada], { ...ada, lapsed: true }, false],
    ['it had lapsed and still has', [{ ...ada, lapsed: true }], { ...ada, lapsed: true }, false],
  ])('where %s', (_why, exemptions, exemption, isNew) => {
    expect(isNewExemption({ exemptions })(exemption)).toBe(isNew);
  });

  it('is neither new nor old where there is nothing to compare with', () => {
    expect(isNewExemption(null)(ada)).toBeNull();
  });
});

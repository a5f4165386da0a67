import { describe, expect, it } from 'vitest';
import type { PlannedKey, PlannedUser } from './account-plan.ts';
import { judgeLater, type LaterSight, type RecalledUser } from './judge-later.ts';
import { known } from './reading.ts';
import { anAccessKey, AS_OF, before, DAY, keyId, unread, userId } from './testing/account.ts';
import { aLaterVerdict } from './testing/later-audit.ts';
import { aPlannedKey, aPlannedUser, planOf } from './testing/plan.ts';

const ADA = { accessKeyId: keyId(), userName: 'ada' };
const EXEMPT = { by: 'tag', reason: 'on leave', owner: null, until: null } as const;
const after = new Date(Date.parse(AS_OF) + 2 * DAY).toISOString();

/** The record of the run: these keys and users, as we saw them then. */
const recordOf = planOf;

/** What is seen now: `then` as of the run, `next` as of the next one. */
function seeing(then: readonly PlannedKey[], more: Partial<LaterSight> & { users?: PlannedUser[] } = {}): LaterSight {
  const { users, ...sight } = more;
  const asOfRun = planOf(then, users === undefined ? {} : { users });
  return { asOfRun, asOfNext: asOfRun, recalled: [], ...sight };
}

/** Somebody out of scope by now, of whom nothing was known but by the record. */
function recalledAs(overrides: Partial<RecalledUser>): RecalledUser {
  return { userName: 'ada', accessKeys: known([anAccessKey()]), hasLeft: false, keysBefore: [], ...overrides };
}

const fresh = aPlannedKey({ createdAt: after, decision: 'keep', rule: 'created-after-run' });
const kept = aPlannedKey({ decision: 'keep', rule: 'no-console-access' });
const exempt = aPlannedKey({ decision: 'exempt', rule: 'exempt-tag' });

describe('a key that the record says must go', () => {
  it.each<[string, PlannedKey, PlannedKey, object]>([
    ['is overdue while it is active', aPlannedKey(), aPlannedKey(), { overdue: [ADA] }],
    [
      'is overdue where it was to be inactive',
      aPlannedKey({ decision: 'deactivate' }),
      aPlannedKey(),
      { overdue: [ADA] },
    ],
    [
      'is as it should be where it was to be inactive and is',
      aPlannedKey({ decision: 'deactivate' }),
      aPlannedKey({ status: 'Inactive' }),
      {},
    ],
    [
      'is left inactive where it was to be deleted',
      aPlannedKey(),
      aPlannedKey({ status: 'Inactive' }),
      { leftInactive: [ADA] },
    ],
    ['is not cleared by an exemption', aPlannedKey(), exempt, { overdue: [ADA] }],
    ['is not cleared by a password that was taken away', aPlannedKey(), kept, { overdue: [ADA] }],
    [
      'is not cleared by a doubt',
      aPlannedKey(),
      aPlannedKey({ decision: 'unknown', rule: 'tags-unread' }),
      { overdue: [ADA] },
    ],
    [
      'is not cleared by another name',
      aPlannedKey(),
      aPlannedKey({ userName: 'eve' }),
      { overdue: [{ ...ADA, userName: 'eve' }] },
    ],
  ])('%s', (_what, then, now, verdict) => {
    const next = planOf([{ ...now, decision: 'keep', rule: 'observe-only' }]);
    expect(judgeLater(recordOf([then]), seeing([now], { asOfNext: next }))).toEqual(aLaterVerdict(verdict));
  });

  it.each(['already-inactive', 'awaiting-deletion'] as const)(
    'is overdue where the record kept it for being inactive (%s) and it is active again',
    (rule) => {
      const inactive = aPlannedKey({ status: 'Inactive', decision: 'keep', rule });
      expect(judgeLater(recordOf([inactive]), seeing([aPlannedKey()]))).toEqual(aLaterVerdict({ overdue: [ADA] }));
      expect(judgeLater(recordOf([inactive]), seeing([inactive]))).toEqual(aLaterVerdict());
    },
  );

  it('is no longer overdue once it is gone', () => {
    expect(judgeLater(recordOf([aPlannedKey()]), seeing([]))).toEqual(aLaterVerdict());
  });

  it.each([
    ['overdue while it is active', anAccessKey(), { overdue: [ADA] }],
    ['left inactive', anAccessKey({ status: 'Inactive' }), { leftInactive: [ADA] }],
    ['nothing where it is another key', anAccessKey({ accessKeyId: keyId(9) }), {}],
  ])('is looked for where its user has left the groups, and is %s', (_what, key, verdict) => {
    const recalled = [recalledAs({ accessKeys: known([key]) })];
    expect(judgeLater(recordOf([aPlannedKey()]), seeing([], { recalled }))).toEqual(aLaterVerdict(verdict));
  });

  it('is not made up where its user’s keys could not be read', () => {
    const recalled = [recalledAs({ accessKeys: unread() })];
    expect(judgeLater(recordOf([aPlannedKey()]), seeing([], { recalled }))).toEqual(aLaterVerdict());
  });
});

describe('what the record keeps is not overdue, whatever is decided now', () => {
  it.each([
    ['exempt then', exempt],
    ['kept then', kept],
    ['unknown then', aPlannedKey({ decision: 'unknown', rule: 'tags-unread' })],
  ])('%s', (_what, then) => {
    expect(judgeLater(recordOf([then]), seeing([aPlannedKey()]))).toEqual(
      aLaterVerdict({ notYetDue: [{ ...ADA, createdAt: aPlannedKey().createdAt }] }),
    );
  });
});

describe('what came after the run is not yet due', () => {
  const due = { notYetDue: [{ ...ADA, createdAt: after }] };
  const next = planOf([aPlannedKey({ createdAt: after })]);

  it('a key made since, while it is active', () => {
    const none = recordOf([], { users: [aPlannedUser({ keys: 0 })] });
    expect(judgeLater(none, seeing([fresh], { asOfNext: next }))).toEqual(aLaterVerdict(due));
    const inactive = planOf([aPlannedKey({ createdAt: after, status: 'Inactive' })]);
    expect(judgeLater(none, seeing([fresh], { asOfNext: inactive }))).toEqual(aLaterVerdict());
  });

  it.each([
    ['a user who came to the group since, with an old key', recordOf([])],
    ['another user of the same name', recordOf([], { users: [aPlannedUser({ userId: userId(7) })] })],
    ['everything, where no run has reached the account', null],
  ])('%s', (_what, record) => {
    const old = { ...ADA, createdAt: aPlannedKey().createdAt };
    expect(judgeLater(record, seeing([aPlannedKey()]))).toEqual(aLaterVerdict({ notYetDue: [old] }));
  });

  it('but not what the next run keeps', () => {
    const asOfNext = planOf([aPlannedKey({ decision: 'keep', rule: 'younger-than-minimum-age' })]);
    expect(judgeLater(null, seeing([fresh], { asOfNext }))).toEqual(aLaterVerdict());
  });
});

describe('a key that the record should have had, and has not', () => {
  const record = recordOf([], { users: [aPlannedUser()] });

  it.each<[string, PlannedKey, object]>([
    ['is overdue by what we decide now', aPlannedKey(), { overdue: [ADA] }],
    ['is overdue though its user is exempt since', exempt, { overdue: [ADA] }],
    ['of the very second of the run is overdue', aPlannedKey({ createdAt: AS_OF }), { overdue: [ADA] }],
    ['is kept where we keep it', kept, {}],
    [
      'without a date is undecided',
      aPlannedKey({ createdAt: null, decision: 'unknown', rule: 'age-unknown' }),
      { undecided: [{ ...ADA, rule: 'age-unknown' }] },
    ],
  ])('%s', (_what, now, verdict) => {
    expect(judgeLater(record, seeing([now]))).toEqual(aLaterVerdict(verdict));
  });

  it.each([
    ['of a user who was exempt then', { users: [aPlannedUser({ exemption: EXEMPT })] }],
    ['under a policy that only observed', { users: [aPlannedUser()], action: 'observe' as const }],
  ])('is not overdue: %s', (_what, overrides) => {
    expect(judgeLater(recordOf([], overrides), seeing([exempt])).overdue).toEqual([]);
  });

  it.each([
    ['then', { users: [aPlannedUser({ userId: null })] }, aPlannedKey()],
    ['now', { users: [aPlannedUser()] }, aPlannedKey({ userId: null })],
  ])('goes by the user’s name where the unique id was not known %s', (_when, overrides, now) => {
    expect(judgeLater(recordOf([], overrides), seeing([now])).overdue).toEqual([ADA]);
    expect(judgeLater(recordOf([]), seeing([now])).overdue).toEqual([]);
  });
});

describe('an active key of a user who has left the scope', () => {
  const key = anAccessKey({ accessKeyId: keyId(2) });
  const left = { accessKeyId: keyId(2), userName: 'ada', createdAt: key.createdAt };

  it.each<[string, PlannedKey[], Partial<RecalledUser>, object]>([
    ['has left it too', [kept], { accessKeys: known([key]) }, { leftScope: [left] }],
    [
      'is named as its user is now',
      [],
      { userName: 'eve', accessKeys: known([key]) },
      { leftScope: [{ ...left, userName: 'eve' }] },
    ],
    ['has not, where it is inactive', [kept], { accessKeys: known([{ ...key, status: 'Inactive' }]) }, {}],
    ['has not, where it is gone', [kept], { accessKeys: known([]), keysBefore: [left] }, {}],
    ['has not, where its user is gone', [kept], { accessKeys: { state: 'absent' }, keysBefore: [left] }, {}],
    [
      'has left it, where nobody could see it go',
      [kept],
      { accessKeys: unread(), keysBefore: [left] },
      { leftScope: [left] },
    ],
    [
      'is overdue, and not both, where the record says it must go',
      [aPlannedKey({ accessKeyId: keyId(2) })],
      { accessKeys: known([key]) },
      { overdue: [{ accessKeyId: keyId(2), userName: 'ada' }] },
    ],
    [
      'is neither where it must go and cannot be read',
      [aPlannedKey({ accessKeyId: keyId(2) })],
      { accessKeys: unread(), keysBefore: [left] },
      {},
    ],
  ])('%s', (_what, then, user, verdict) => {
    const recalled = [recalledAs({ hasLeft: true, ...user })];
    expect(judgeLater(recordOf(then), seeing([], { recalled }))).toEqual(aLaterVerdict(verdict));
  });

  it('has left it where no run has reached the account', () => {
    const recalled = [recalledAs({ hasLeft: true, accessKeys: known([key]) })];
    expect(judgeLater(null, seeing([], { recalled }))).toEqual(aLaterVerdict({ leftScope: [left] }));
  });

  it('is not told twice where it is seen in scope as well', () => {
    const inScope = aPlannedKey({ accessKeyId: keyId(2), decision: 'keep', rule: 'no-console-access' });
    const recalled = [recalledAs({ hasLeft: true, accessKeys: known([key]) })];
    expect(judgeLater(recordOf([inScope]), seeing([inScope], { recalled }))).toEqual(aLaterVerdict());
  });
});

describe('what cannot be decided', () => {
  it('is named, with its rule', () => {
    const doubtful = aPlannedKey({ decision: 'unknown', rule: 'membership-disputed' });
    const undecided = [{ ...ADA, rule: 'membership-disputed' } as const];
    expect(judgeLater(recordOf([kept]), seeing([doubtful]))).toEqual(aLaterVerdict({ undecided }));
    expect(judgeLater(null, seeing([doubtful]))).toEqual(aLaterVerdict({ undecided }));
  });
});

describe('an exemption', () => {
  const tagged = aPlannedUser({ exemption: EXEMPT });

  it.each([
    ['of a user who had none is new', recordOf([], { users: [aPlannedUser()] }), [{ userName: 'ada', ...EXEMPT }]],
    ['of a user who came since is new', recordOf([]), [{ userName: 'ada', ...EXEMPT }]],
    ['that the record has is not', recordOf([], { users: [tagged] }), []],
    ['is not where there is no record to compare with', null, []],
  ])('%s', (_what, record, newExemptions) => {
    expect(judgeLater(record, seeing([], { users: [tagged] }))).toEqual(aLaterVerdict({ newExemptions }));
  });

  it('that ended is none', () => {
    expect(judgeLater(recordOf([], { users: [tagged] }), seeing([], { users: [aPlannedUser()] }))).toEqual(
      aLaterVerdict(),
    );
  });
});

it('the age of a key decides nothing that the record has decided', () => {
  const old = aPlannedKey({ createdAt: before(900 * DAY) });
  expect(
    judgeLater(recordOf([{ ...old, decision: 'keep', rule: 'younger-than-minimum-age' }]), seeing([old])).overdue,
  ).toEqual([]);
});

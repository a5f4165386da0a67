import { describe, expect, it } from 'vitest';
import type { AccountObservation } from './observation.ts';
import { plan, type PlanContext } from './plan.ts';
import { known } from './reading.ts';
import {
  aFailure,
  anAccessKey,
  aReportRow,
  AS_OF,
  aSlot,
  aUser,
  before,
  brokenOff,
  complete,
  DAY,
  keyId,
  memberOf,
  unread,
  userId,
} from './testing/account.ts';
import { aContext, aProvenance, aUserObservation, observationOf, ORGANIZATION } from './testing/plan.ts';
import { rulesOf } from './testing/rules.ts';

const ada = aUser();

/** The decisions of a plan, `key: rule` for each key. */
function rulesIn(observation: AccountObservation, context: Partial<PlanContext> = {}): string[] {
  return plan(observation, aContext(context)).keys.map(({ accessKeyId, rule }) => `${accessKeyId.slice(-1)}: ${rule}`);
}

describe('a plan of one developer with one old key', () => {
  const made = plan(observationOf([ada]), aContext());

  it('deletes the key, and shows why', () => {
    expect(made.keys).toEqual([
      {
        ...{ accessKeyId: keyId(), userName: 'ada', userId: userId(), status: 'Active', createdAt: before(365 * DAY) },
        ...{ lastUsed: { state: 'unknown' }, decision: 'delete', rule: 'policy-deletes' },
      },
    ]);
  });

  it('shows the user and the groups it comes from', () => {
    expect(made.users).toEqual([
      {
        userName: 'ada',
        userId: userId(),
        groups: ['Developers'],
        exemption: null,
        lapsedExemption: null,
        mfa: null,
        keys: 1,
      },
    ]);
    expect(made.groups).toEqual([{ name: 'Developers', role: 'included', state: 'read', members: 1 }]);
    expect(made).toMatchObject({ unknowns: [], refusal: null });
  });

  it('says what it was made for, and by whom', () => {
    expect(made).toMatchObject({
      schema: 'keysweep/plan/1',
      organizationId: ORGANIZATION,
      policy: 'weekly',
      action: 'delete',
      asOf: AS_OF,
      provenance: aProvenance(),
    });
  });
});

describe('the limit of an account', () => {
  const crowd = ['ada', 'bob', 'carl'].map((userName, index) => aUser({ userName, userId: userId(index + 1) }));

  it.each([
    ['allows', 3, null],
    ['refuses', 2, { rule: 'blast-radius', planned: 3, limit: 2 }],
    ['refuses', 0, { rule: 'blast-radius', planned: 3, limit: 0 }],
  ])('%s three revocations at %i', (_what, maximumRevocations, refusal) => {
    const made = plan(observationOf(crowd), aContext({ rules: rulesOf({ maximumRevocations }) }));
    expect(made.refusal).toEqual(refusal);
    expect(made.keys.map(({ decision }) => decision)).toEqual(['delete', 'delete', 'delete']);
  });

  it('does not count keys that stay', () => {
    const rules = rulesOf({ action: 'observe', maximumRevocations: 0 });
    expect(plan(observationOf(crowd), aContext({ rules })).refusal).toBeNull();
  });
});

describe('a user made anew under the same name', () => {
  const again = aUser({ userId: userId(2), createdAt: before(DAY) });

  it('is nobody’s business while two reads disagree who it is', () => {
    const torn = observationOf([again], {
      groups: [{ name: 'Developers', role: 'included', members: complete([memberOf(ada)]) }],
    });
    expect(rulesIn(torn)).toEqual(['1: identity-disputed']);
  });

  it('is shown nothing that the report says of the old one', () => {
    const row = aReportRow({ slots: [aSlot({ active: true, lastRotated: before(365 * DAY) }), aSlot()] });
    const report = known({ generatedAt: before(3_600_000), rows: [row] });
    const made = plan(observationOf([again], { credentialReport: report }), aContext());
    expect(made.users).toMatchObject([{ userId: userId(2), mfa: null }]);
    expect(made.keys).toMatchObject([{ userId: userId(2), lastUsed: { state: 'unknown' } }]);
  });
});

describe('certainty comes before doubt, and doubt before everything else', () => {
  const exempt = rulesOf({ exempt: { groups: [], users: [{ name: 'ADA', reason: 'r', owner: null }] } });
  const machines = rulesOf({ exempt: { groups: [{ name: 'Machines', optional: false }], users: [] } });
  const unlisted = { details: { users: [], groupNames: [], failure: aFailure() } };

  it.each([
    ['an exempt user is exempt, even unread', observationOf([ada], unlisted), exempt, '1: exempt-user'],
    ['an unread user is in doubt', observationOf([ada], unlisted), rulesOf(), '1: tags-unread'],
    ['the user’s own doubt is told first', observationOf([ada], unlisted), machines, '1: tags-unread'],
    ['an unread exempt group makes everybody doubtful', observationOf([ada]), machines, '1: exempt-group-unread'],
    [
      'a young key of a doubtful user is doubtful',
      observationOf([ada]),
      { ...machines, minimumKeyAgeDays: 999 },
      '1: exempt-group-unread',
    ],
  ])('%s', (_what, observation, rules, expected) => {
    expect(rulesIn(observation, { rules })).toEqual([expected]);
  });
});

describe('the keys of a user', () => {
  it.each([
    ['could not be listed', unread(), null],
    ['went with the user', { state: 'absent' }, 0],
    ['are none', known([]), 0],
  ] as const)('%s', (_what, accessKeys, keys) => {
    const made = plan(observationOf([ada], { users: [aUserObservation({ accessKeys })] }), aContext());
    expect(made).toMatchObject({ users: [{ keys }], keys: [] });
  });

  it('nobody listed are not counted as none', () => {
    expect(plan(observationOf([ada], { users: [] }), aContext()).users).toMatchObject([{ keys: null }]);
  });

  it('are found however the name is spelled, and told in one order', () => {
    const both = known([anAccessKey({ accessKeyId: keyId(2) }), anAccessKey({ accessKeyId: keyId(1) })]);
    expect(rulesIn(observationOf([ada], { users: [aUserObservation({ userName: 'ADA', accessKeys: both })] }))).toEqual(
      ['1: policy-deletes', '2: policy-deletes'],
    );
  });
});

describe('what the report adds is shown', () => {
  it('as multi-factor sign-in and last use', () => {
    const slot = aSlot({
      active: true,
      lastRotated: before(365 * DAY),
      lastUsedAt: before(DAY),
      lastUsedService: 's3',
      lastUsedRegion: 'us-east-1',
    });
    const report = known({ generatedAt: before(0), rows: [aReportRow({ mfaActive: false, slots: [slot, aSlot()] })] });
    const made = plan(observationOf([ada], { credentialReport: report }), aContext());
    expect(made.users).toMatchObject([{ mfa: false }]);
    expect(made.keys).toMatchObject([
      { lastUsed: { state: 'used', at: before(DAY), service: 's3', region: 'us-east-1' } },
    ]);
  });
});

describe('what could not be read', () => {
  const exempt = (optional: boolean) => rulesOf({ exempt: { groups: [{ name: 'Machines', optional }], users: [] } });
  const machines = (members: AccountObservation['groups'][number]['members']) => [
    ...observationOf([ada]).groups,
    { name: 'Machines', role: 'exempt', members } as const,
  ];

  it.each([
    ['users, groups and tags', { details: { users: [], groupNames: [], failure: aFailure() } }],
    [
      'included group Developers',
      { groups: [{ name: 'Developers', role: 'included', members: brokenOff([memberOf(ada)]) }] },
    ],
    ['credential report', { credentialReport: unread() }],
    ['access keys of ada', { users: [aUserObservation({ accessKeys: unread() })] }],
    ['password of ada', { users: [aUserObservation({ consoleAccess: unread() })] }],
  ] as const)('is named: %s', (concerns, overrides) => {
    expect(plan(observationOf([ada], overrides), aContext()).unknowns).toEqual([{ concerns, failure: aFailure() }]);
  });

  it('is named for an exempt group', () => {
    const made = plan(observationOf([ada], { groups: machines(brokenOff()) }), aContext({ rules: exempt(true) }));
    expect(made.unknowns).toEqual([{ concerns: 'exempt group Machines', failure: aFailure() }]);
    expect(made.groups).toMatchObject([{ state: 'read' }, { name: 'Machines', role: 'exempt', state: 'unreadable' }]);
  });

  it.each([
    [false, ['exempt group Machines: NoSuchEntity']],
    [true, []],
  ])('is also an exempt group that does not exist; optional %s: %j', (optional, expected) => {
    const made = plan(
      observationOf([ada], { groups: machines({ items: [], end: { state: 'absent' } }) }),
      aContext({ rules: exempt(optional) }),
    );
    expect(made.unknowns.map(({ concerns, failure }) => `${concerns}: ${failure.code}`)).toEqual(expected);
    expect(made.groups[1]).toEqual({ name: 'Machines', role: 'exempt', state: 'missing', members: 0 });
  });

  it('is not a configured group that the account does not have: it is empty there', () => {
    const missing = observationOf([], {
      groups: [{ name: 'Developers', role: 'included', members: { items: [], end: { state: 'absent' } } }],
    });
    expect(plan(missing, aContext())).toMatchObject({
      unknowns: [],
      groups: [{ state: 'missing', members: 0 }],
      keys: [],
    });
  });
});

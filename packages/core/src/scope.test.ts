import { describe, expect, it } from 'vitest';
import type { GroupMember, UserDetail } from './iam-user.ts';
import type { GroupObservation } from './observation.ts';
import type { PagedReading } from './reading.ts';
import { exemptGroupUnread, findScope, type ScopeObservation } from './scope.ts';
import { aFailure, aUser, brokenOff, complete, memberOf, userId } from './testing/account.ts';
import { rulesOf } from './testing/rules.ts';

/** What the two reads said: the users with their groups, and the members of each group. */
function observing(
  users: readonly UserDetail[],
  groups: readonly GroupObservation[],
  failure = false,
): ScopeObservation {
  return { details: { users, groupNames: [], failure: failure ? aFailure() : null }, groups };
}

function listing(
  name: string,
  members: readonly GroupMember[],
  role: GroupObservation['role'] = 'included',
): GroupObservation {
  return { name, role, members: complete(members) };
}

const ada = aUser();
const exemptRules = (optional: boolean) => rulesOf({ exempt: { groups: [{ name: 'Machines', optional }], users: [] } });

describe('who is in scope', () => {
  it('is certain where both reads agree', () => {
    expect(findScope(observing([ada], [listing('Developers', [memberOf(ada)])]), rulesOf())).toEqual([
      { userName: 'ada', userId: userId(), detail: ada, groups: ['Developers'], exemptGroups: [], doubt: null },
    ]);
  });

  it('is nobody of another group', () => {
    const bob = aUser({ userName: 'bob', groups: ['Sales', 'Developers2'] });
    expect(findScope(observing([bob], [listing('Developers', [])]), rulesOf())).toEqual([]);
  });

  it.each([
    ['neither users nor tags were read of', 'tags-unread', [], [memberOf(ada)]],
    ['both reads name by another id', 'identity-disputed', [ada], [{ userName: 'ada', userId: userId(2) }]],
    [
      'one of two listings names by another id',
      'identity-disputed',
      [ada],
      [memberOf(ada), { userName: 'Ada', userId: userId(2) }],
    ],
    ['only the group lists', 'membership-disputed', [aUser({ groups: [] })], [memberOf(ada)]],
    ['only the user’s own groups list', 'membership-disputed', [ada], []],
  ])('is in doubt where a user is whom %s: %s', (_what, doubt, users, members) => {
    const scope = findScope(observing(users, [listing('Developers', members)]), rulesOf());
    expect(scope).toMatchObject([{ userName: 'ada', doubt, groups: ['Developers'] }]);
  });

  it('is in doubt where the group could not be listed', () => {
    const unlisted: GroupObservation = { name: 'Developers', role: 'included', members: brokenOff() };
    expect(findScope(observing([ada], [unlisted]), rulesOf())).toMatchObject([
      { userName: 'ada', doubt: 'membership-disputed' },
    ]);
  });

  it('is certain of those whom a broken listing had named already', () => {
    const broken: GroupObservation = { name: 'Developers', role: 'included', members: brokenOff([memberOf(ada)]) };
    expect(findScope(observing([ada], [broken], true), rulesOf())).toMatchObject([{ doubt: null }]);
  });

  it('needs both reads to agree on one and the same group', () => {
    const rules = rulesOf({ groups: ['Developers', 'Admins'] });
    const torn = findScope(observing([ada], [listing('Developers', []), listing('Admins', [memberOf(ada)])]), rules);
    expect(torn).toMatchObject([{ groups: ['Admins', 'Developers'], doubt: 'membership-disputed' }]);
    const agreed = findScope(
      observing([ada], [listing('Developers', [memberOf(ada)]), listing('Admins', [memberOf(ada)])]),
      rules,
    );
    expect(agreed).toMatchObject([{ groups: ['Admins', 'Developers'], doubt: null }]);
  });

  it('takes each user once, however names and groups are spelled', () => {
    const shouting = aUser({ userName: 'ADA', groups: ['DEVELOPERS'] });
    const scope = findScope(observing([shouting], [listing('Developers', [memberOf(ada)])]), rulesOf());
    expect(scope).toMatchObject([{ userName: 'ADA', groups: ['Developers'], doubt: null }]);
  });

  it('is listed in the order of names', () => {
    const users = ['carl', 'Ada', 'bob'].map((userName, index) => aUser({ userName, userId: userId(index) }));
    const scope = findScope(observing(users, [listing('Developers', users.map(memberOf))]), rulesOf());
    expect(scope.map(({ userName }) => userName)).toEqual(['Ada', 'bob', 'carl']);
  });

  it('takes a user named like something every object has', () => {
    const proto = aUser({ userName: '__proto__' });
    expect(findScope(observing([proto], [listing('Developers', [memberOf(proto)])]), rulesOf())).toMatchObject([
      { userName: '__proto__', doubt: null },
    ]);
  });

  it('is in doubt where the bulk read lists a user twice, and differently', () => {
    const tagged = aUser({ tags: [{ key: 'keysweep-exempt', value: 'x' }] });
    const group = listing('Developers', [memberOf(ada)]);
    const [first] = findScope(observing([tagged, ada], [group]), rulesOf());
    const [second] = findScope(observing([ada, tagged], [group]), rulesOf());
    expect(first).toEqual(second);
    expect(first?.doubt).not.toBeNull();
  });
});

describe('exempt groups', () => {
  it.each([
    ['the group lists', [aUser()], [memberOf(ada)]],
    ['the user lists', [aUser({ groups: ['Developers', 'machines'] })], []],
    ['the group lists under another id', [aUser()], [{ userName: 'ADA', userId: userId(7) }]],
  ])('count as soon as %s them', (_who, users, members) => {
    const groups = [listing('Developers', [memberOf(ada)]), listing('Machines', members, 'exempt')];
    expect(findScope(observing(users, groups), exemptRules(false))).toMatchObject([
      { exemptGroups: ['Machines'], doubt: null },
    ]);
  });

  it('put nobody in scope', () => {
    const machine = aUser({ userName: 'press', groups: ['Machines'] });
    expect(
      findScope(observing([machine], [listing('Machines', [memberOf(machine)], 'exempt')]), exemptRules(false)),
    ).toEqual([]);
  });

  it.each([
    ['read', complete<GroupMember>([]), false, false],
    ['read, and optional', complete<GroupMember>([]), true, false],
    ['missing', { items: [], end: { state: 'absent' } }, false, true],
    ['missing, and optional', { items: [], end: { state: 'absent' } }, true, false],
    ['unreadable', brokenOff<GroupMember>(), false, true],
    ['unreadable, and optional', brokenOff<GroupMember>(), true, true],
  ] as const)('that are %s leave doubt or not', (_what, members: PagedReading<GroupMember>, optional, doubt) => {
    const groups: GroupObservation[] = [{ name: 'Machines', role: 'exempt', members }];
    expect(exemptGroupUnread(observing([], groups), exemptRules(optional))).toBe(doubt);
  });

  it.each([
    ['nobody read', []],
    ['were read as a configured group only', [listing('Machines', [])]],
  ])('that %s leave doubt', (_what, groups) => {
    expect(exemptGroupUnread(observing([], groups), exemptRules(true))).toBe(true);
  });
});

describe('a user the bulk read lists twice', () => {
  it('stays in scope, in doubt, though no group listing names the user', () => {
    const ada = aUser({ groups: ['Developers'] });
    const again = aUser({ groups: ['Developers'], tags: [{ key: 'keysweep-exempt', value: 'x' }] });
    expect(findScope(observing([ada, again], [listing('Developers', [])]), rulesOf())).toMatchObject([
      { userName: ada.userName, userId: null, detail: null, doubt: 'identity-disputed' },
    ]);
  });
});

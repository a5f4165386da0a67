import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { revokes } from './decision.ts';
import type { CredentialReport } from './iam-user.ts';
import { collect, observationsByUser } from './collect.ts';
import { MemoryAccount, unboundedPace, type MemoryCall, type MemoryUser } from './memory/index.ts';
import type { UserObservation } from './observation.ts';
import { plan } from './plan.ts';
import type { PolicyRules } from './policy.ts';
import type { Reading } from './reading.ts';
import { aFailure, anAccessKey, AS_OF, AS_OF_DATE, before, DAY, keyId, unread } from './testing/account.ts';
import { createdAt } from './testing/arbitraries.ts';
import { aContext, aUserObservation } from './testing/plan.ts';
import { rulesOf } from './testing/rules.ts';

const HOUR = 3_600_000;
const ADA: MemoryUser = { userName: 'ada', groups: ['Developers'], keys: [anAccessKey()] };

/** An account with a group Developers and a group Machines. */
function anIamAccount(users: readonly MemoryUser[] = [ADA]): MemoryAccount {
  return new MemoryAccount(['Developers', 'Machines'], users);
}

function collecting(account: MemoryAccount, rules: Partial<PolicyRules> = {}) {
  return collect(rulesOf(rules), AS_OF_DATE, { reader: account, pace: unboundedPace, inTime: () => true });
}

const callsOf = ({ calls }: MemoryAccount, operation: string) =>
  calls.filter((call) => call.operation === operation).map(({ subject }) => subject);

/** Makes one operation fail, on everything or on one subject. */
function failing(operation: string, subject?: string) {
  return (call: MemoryCall) =>
    call.operation === operation && (subject ?? call.subject) === call.subject ? aFailure({ operation }) : null;
}

describe('collect', () => {
  it('lists the keys of every user in scope once, and of nobody else', async () => {
    const account = anIamAccount([
      { ...ADA, groups: ['Developers', 'Admins'] },
      { userName: 'bob', groups: ['ADMINS'] },
      { userName: 'carl', groups: ['Sales'] },
    ]);
    await collecting(account, { groups: ['Developers', 'Admins'] });
    expect(callsOf(account, 'iam:ListAccessKeys').sort()).toEqual(['ada', 'bob']);
  });

  it('reads in bulk what it can: groups once each, users and the report once', async () => {
    const account = anIamAccount();
    await collecting(account, { exempt: { groups: [{ name: 'Machines', optional: false }], users: [] } });
    expect(account.calls).toEqual([
      { operation: 'iam:GetAccountAuthorizationDetails', subject: '' },
      { operation: 'iam:GetCredentialReport', subject: '' },
      { operation: 'iam:GetGroup', subject: 'Developers' },
      { operation: 'iam:GetGroup', subject: 'Machines' },
      { operation: 'iam:ListAccessKeys', subject: 'ada' },
    ]);
  });

  it('keeps what it read in the policy’s words', async () => {
    const rules = { groups: ['developers'], exempt: { groups: [{ name: 'Ghosts', optional: true }], users: [] } };
    const { details, groups, users } = await collecting(anIamAccount(), rules);
    expect(details).toMatchObject({
      users: [{ userName: 'ada' }],
      groupNames: ['Developers', 'Machines'],
      failure: null,
    });
    expect(groups).toMatchObject([
      { name: 'developers', role: 'included', members: { items: [{ userName: 'ada' }], end: { state: 'complete' } } },
      { name: 'Ghosts', role: 'exempt', members: { items: [], end: { state: 'absent' } } },
    ]);
    expect(users).toEqual([
      {
        userName: 'ada',
        accessKeys: { state: 'known', value: [anAccessKey()] },
        consoleAccess: { state: 'not-needed' },
      },
    ]);
  });
});

describe('what could not be read is unknown, and the rest is read', () => {
  it.each([
    [
      'iam:GetAccountAuthorizationDetails',
      { details: { users: [], failure: { code: 'AccessDenied' } }, users: [{ userName: 'ada' }] },
    ],
    ['iam:GetGroup', { groups: [{ members: { end: { state: 'unknown' } } }], users: [{ userName: 'ada' }] }],
    ['iam:GetCredentialReport', { credentialReport: { state: 'unknown' }, users: [{ userName: 'ada' }] }],
    [
      'iam:ListAccessKeys',
      { users: [{ userName: 'ada', accessKeys: { state: 'unknown' }, consoleAccess: { state: 'not-needed' } }] },
    ],
  ])('%s', async (operation, expected) => {
    const account = anIamAccount();
    account.failing = failing(operation);
    expect(await collecting(account, { requireConsoleAccess: true })).toMatchObject(expected);
  });

  it('one user’s failure is not another’s', async () => {
    const account = anIamAccount([ADA, { ...ADA, userName: 'bob', keys: [anAccessKey({ accessKeyId: keyId(2) })] }]);
    account.failing = failing('iam:ListAccessKeys', 'ada');
    expect(await collecting(account)).toMatchObject({
      users: [{ accessKeys: { state: 'unknown' } }, { accessKeys: { state: 'known' } }],
    });
  });
});

describe('console access', () => {
  const guarded = { requireConsoleAccess: true };
  const since = (createdAt: string, password: boolean) => ({ ...ADA, createdAt, password });

  it.each([
    ['a row with a password', since(before(9 * DAY), true), before(HOUR), { state: 'known', value: true }, []],
    ['a row without', since(before(9 * DAY), false), before(HOUR), { state: 'known', value: false }, []],
    [
      'a user younger than the report',
      since(before(HOUR), true),
      before(2 * HOUR),
      { state: 'known', value: true },
      ['ada'],
    ],
    ['no report', since(before(9 * DAY), true), null, { state: 'known', value: true }, ['ada']],
    ['no report, no login profile', since(before(9 * DAY), false), null, { state: 'absent' }, ['ada']],
  ])('%s', async (_what, user, reportGeneratedAt, consoleAccess, asked) => {
    const account = anIamAccount([user]);
    account.reportGeneratedAt = reportGeneratedAt;
    const { users } = await collecting(account, guarded);
    expect(users).toMatchObject([{ consoleAccess }]);
    expect(callsOf(account, 'iam:GetLoginProfile')).toEqual(asked);
  });

  it('is asked for where the report does not say', async () => {
    const account = anIamAccount();
    const rows = [
      { userName: 'ada', userCreatedAt: '2025-01-01T00:00:00.000Z', passwordEnabled: null, mfaActive: null, slots: [] },
    ];
    account.credentialReport = async () => ({ state: 'known', value: { generatedAt: AS_OF, rows } });
    await collecting(account, guarded);
    expect(callsOf(account, 'iam:GetLoginProfile')).toEqual(['ada']);
  });

  it('that cannot be read is unknown', async () => {
    const account = anIamAccount();
    account.reportGeneratedAt = null;
    account.failing = failing('iam:GetLoginProfile');
    expect((await collecting(account, guarded)).users).toMatchObject([
      { consoleAccess: unread({ operation: 'iam:GetLoginProfile' }) },
    ]);
  });

  it.each([
    ['where the policy does not ask', {}, ADA],
    ['of a user without keys', guarded, { ...ADA, keys: [] }],
  ])('is not read %s', async (_what, rules, user) => {
    const account = anIamAccount([user]);
    account.reportGeneratedAt = null;
    expect((await collecting(account, rules)).users).toMatchObject([{ consoleAccess: { state: 'not-needed' } }]);
    expect(callsOf(account, 'iam:GetLoginProfile')).toEqual([]);
  });
});

/** An account whose report is of an earlier hour: it shows no key and no user made since. */
class ReportedEarlier extends MemoryAccount {
  override async credentialReport(): Promise<Reading<CredentialReport>> {
    const now = await super.credentialReport();
    if (now.state !== 'known') return now;
    const { generatedAt, rows } = now.value;
    const shown = rows
      .filter(({ userCreatedAt }) => (userCreatedAt ?? '') <= generatedAt)
      .map((row) => ({
        ...row,
        slots: row.slots.map((slot) =>
          (slot.lastRotated ?? '') <= generatedAt ? slot : { ...slot, active: false, lastRotated: null },
        ),
      }));
    return { state: 'known', value: { generatedAt, rows: shown } };
  }
}

describe('a user is skipped on the report’s word', () => {
  const quiet: MemoryUser = { ...ADA, keys: [] };

  it('at no cost at all, where keys must be older than the report', async () => {
    const account = anIamAccount([quiet]);
    account.reportGeneratedAt = before(4 * HOUR);
    expect((await collecting(account, { minimumKeyAgeDays: 1, requireConsoleAccess: true })).users).toEqual([
      { userName: 'ada', accessKeys: { state: 'known', value: [] }, consoleAccess: { state: 'not-needed' } },
    ]);
    expect(account.calls.map(({ operation }) => operation)).not.toContain('iam:ListAccessKeys');
  });

  it.each([
    ['the policy has no minimum age', quiet, {}],
    ['the report shows a key', ADA, { minimumKeyAgeDays: 1 }],
    ['the user is younger than the report', { ...quiet, createdAt: before(HOUR) }, { minimumKeyAgeDays: 1 }],
  ])('but not where %s', async (_what, user, rules) => {
    const account = anIamAccount([user]);
    account.reportGeneratedAt = before(4 * HOUR);
    await collecting(account, rules);
    expect(callsOf(account, 'iam:ListAccessKeys')).toEqual(['ada']);
  });

  it('never at the price of a revocation: the plan revokes what it would had every user been asked', async () => {
    const key = fc.record({ status: fc.constantFrom('Active', 'Inactive'), createdAt });
    const user = fc.record({ createdAt, keys: fc.array(key, { maxLength: 2 }) });
    const minimumAge = fc.constantFrom(0, 1, 7, 30);
    let skipped = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(user, { maxLength: 4 }),
        createdAt,
        minimumAge,
        async (sketches, generatedAt, minimumKeyAgeDays) => {
          const users = sketches.map(({ keys, ...rest }, at): MemoryUser => ({
            ...{ ...rest, userName: `user${at}`, groups: ['Developers'] },
            keys: keys.map((each, slot) => ({ ...each, accessKeyId: keyId(10 * at + slot) })),
          }));
          const revoked = async (reportGeneratedAt: string | null) => {
            const account = new ReportedEarlier(['Developers'], users);
            account.reportGeneratedAt = reportGeneratedAt;
            const rules = rulesOf({ minimumKeyAgeDays });
            const observation = await collecting(account, rules);
            skipped += reportGeneratedAt === null ? 0 : users.length - callsOf(account, 'iam:ListAccessKeys').length;
            return plan(observation, aContext({ rules }))
              .keys.filter(({ decision }) => revokes(decision))
              .map(({ accessKeyId }) => accessKeyId);
          };
          expect(await revoked(generatedAt)).toEqual(await revoked(null));
        },
      ),
      { numRuns: 500, seed: 11 },
    );
    expect(skipped).toBeGreaterThan(50);
  });
});

describe('observationsByUser', () => {
  it('finds a user in any spelling', () => {
    const ada: UserObservation = aUserObservation({ userName: 'Ada' });
    expect(observationsByUser([ada]).get('ada')).toBe(ada);
  });
});

describe('when the time is over', () => {
  it('no further user is read, and those left are unknown', async () => {
    const account = new MemoryAccount(
      ['Developers'],
      ['ada', 'bob', 'cy'].map((userName) => ({ userName, groups: ['Developers'], keys: [anAccessKey()] })),
    );
    let left = 2;
    const inTime = (): boolean => (left -= 1) >= 0;

    const { users } = await collect(rulesOf(), AS_OF_DATE, { reader: account, pace: unboundedPace, inTime });

    expect(users.map(({ accessKeys }) => accessKeys.state)).toEqual(['known', 'known', 'unknown']);
    expect(users[2]?.accessKeys).toMatchObject({ failure: { kind: 'timeout', code: 'OutOfTime' } });
    expect(account.calls.filter(({ operation }) => operation === 'iam:ListAccessKeys')).toHaveLength(2);
  });
});

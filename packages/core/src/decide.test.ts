import { describe, expect, it } from 'vitest';
import { decideKey, type KeyFacts } from './decide.ts';
import { anAccessKey, AS_OF, before, DAY, keyId, unread } from './testing/account.ts';
import { rulesOf } from './testing/rules.ts';

/** What is decided of an old active key of a user with a password, where nothing else is said. */
function deciding(facts: Partial<KeyFacts>) {
  return decideKey({
    ...{ key: anAccessKey(), userVerdict: null, consoleAccess: { state: 'known', value: true } },
    ...{ rules: rulesOf(), asOf: new Date(AS_OF), ledger: {} },
    ...facts,
  });
}

describe('what settles a user settles every key', () => {
  it.each([
    { decision: 'exempt', rule: 'exempt-tag' },
    { decision: 'unknown', rule: 'tags-unread' },
  ] as const)('$rule', (userVerdict) => {
    expect(deciding({ userVerdict, key: anAccessKey({ status: 'Expired', createdAt: null }) })).toEqual(userVerdict);
  });
});

describe('what the key does not say makes it unknown', () => {
  it.each(['Expired', '', 'active', 'INACTIVE', 'Suspended'])('status %j', (status) => {
    expect(deciding({ key: anAccessKey({ status }) })).toEqual({ decision: 'unknown', rule: 'status-unrecognised' });
  });

  it.each(['Active', 'Inactive'])('a creation date, of a key that is %s', (status) => {
    expect(deciding({ key: anAccessKey({ status, createdAt: null }) })).toEqual({
      decision: 'unknown',
      rule: 'age-unknown',
    });
  });

  it('a creation date that is none', () => {
    expect(deciding({ key: anAccessKey({ createdAt: 'N/A' }) }).decision).toBe('unknown');
  });
});

describe('minimum age', () => {
  it.each([
    [30, before(30 * DAY), 'policy-deletes'],
    [30, before(30 * DAY - 1), 'younger-than-minimum-age'],
    [30, before(30 * DAY + 1), 'policy-deletes'],
    [30, before(-1), 'created-after-run'],
    [0, AS_OF, 'policy-deletes'],
    [0, before(1), 'policy-deletes'],
    [0, before(-1), 'created-after-run'],
  ])('of %i days: a key of %s is %s', (minimumKeyAgeDays, createdAt, rule) => {
    expect(deciding({ key: anAccessKey({ createdAt }), rules: rulesOf({ minimumKeyAgeDays }) }).rule).toBe(rule);
  });
});

describe('actions', () => {
  const KEY = keyId();
  const week = { deleteAfterInactiveDays: 7 };

  it.each([
    ['observe', {}, 'Active', {}, 'keep', 'observe-only'],
    ['observe', {}, 'Inactive', null, 'keep', 'observe-only'],
    ['deactivate', {}, 'Active', {}, 'deactivate', 'policy-deactivates'],
    ['deactivate', {}, 'Inactive', null, 'keep', 'already-inactive'],
    ['delete', {}, 'Active', null, 'delete', 'policy-deletes'],
    ['delete', {}, 'Inactive', null, 'delete', 'policy-deletes'],
    ['delete', week, 'Active', null, 'deactivate', 'deactivate-before-delete'],
    ['delete', week, 'Active', { [KEY]: before(99 * DAY) }, 'deactivate', 'deactivate-before-delete'],
    ['delete', week, 'Inactive', null, 'unknown', 'ledger-unread'],
    ['delete', week, 'Inactive', {}, 'keep', 'awaiting-deletion'],
    ['delete', week, 'Inactive', { [keyId(2)]: before(99 * DAY) }, 'keep', 'awaiting-deletion'],
    ['delete', week, 'Inactive', { [KEY]: before(7 * DAY) }, 'delete', 'inactive-long-enough'],
    ['delete', week, 'Inactive', { [KEY]: before(7 * DAY - 1) }, 'keep', 'awaiting-deletion'],
    ['delete', week, 'Inactive', { [KEY]: before(-DAY) }, 'keep', 'awaiting-deletion'],
    ['delete', week, 'Inactive', { [KEY]: 'long ago' }, 'keep', 'awaiting-deletion'],
  ] as const)(
    '%s %j: a key that is %s, with %j in the ledger: %s, %s',
    (action, days, status, ledger, decision, rule) => {
      const verdict = deciding({ key: anAccessKey({ status }), rules: rulesOf({ action, ...days }), ledger });
      expect(verdict).toEqual({ decision, rule });
    },
  );
});

describe('the guard of console access', () => {
  const guarded = rulesOf({ requireConsoleAccess: true });

  it.each([
    ['a password', { state: 'known', value: true }, 'delete', 'policy-deletes'],
    ['no password in the report', { state: 'known', value: false }, 'keep', 'no-console-access'],
    ['no login profile', { state: 'absent' }, 'keep', 'no-console-access'],
    ['nobody knows', unread(), 'unknown', 'console-access-unread'],
  ] as const)('with %s', (_what, consoleAccess, decision, rule) => {
    expect(deciding({ rules: guarded, consoleAccess })).toEqual({ decision, rule });
  });

  it('does not ask where the policy does not', () => {
    expect(deciding({ consoleAccess: { state: 'not-needed' } })).toEqual({
      decision: 'delete',
      rule: 'policy-deletes',
    });
  });

  it.each([
    ['observe', 'Active', 'observe-only'],
    ['deactivate', 'Inactive', 'already-inactive'],
  ] as const)('has nothing to guard where %s keeps a key that is %s', (action, status, rule) => {
    const rules = rulesOf({ action, requireConsoleAccess: true });
    expect(deciding({ rules, key: anAccessKey({ status }), consoleAccess: unread() }).rule).toBe(rule);
  });

  it('takes “not needed” for unknown where the policy needs it', () => {
    expect(deciding({ rules: guarded, consoleAccess: { state: 'not-needed' } }).decision).toBe('unknown');
  });

  it.each([{ state: 'known', value: false }, { state: 'absent' }, unread()] as const)(
    'is off where the policy does not ask, whatever was read: $state',
    (consoleAccess) => {
      expect(deciding({ rules: rulesOf({ requireConsoleAccess: false }), consoleAccess }).decision).toBe('delete');
    },
  );
});

import { describe, expect, it } from 'vitest';
import type { Census } from './census.ts';
import type { CredentialReportRow, UserDetail } from './iam-user.ts';
import { MemoryAccount } from './memory/account.ts';
import { unboundedPace } from './memory/pace.ts';
import type { AccountObservation } from './observation.ts';
import { known } from './reading.ts';
import { censusOf, readCensus, type CensusSources } from './take-census.ts';
import {
  aFailure,
  aReportRow,
  aSlot,
  AS_OF,
  aUser,
  before,
  brokenOff,
  complete,
  DAY,
  unread,
  userId,
} from './testing/account.ts';
import { observationOf } from './testing/plan.ts';

const MADE = before(3 * 3_600_000);
const ACTIVE = aSlot({ active: true, lastRotated: before(30 * DAY) });
const nothing: CensusSources = { rootKeys: known(0), credentials: complete([]) };

/** Ada in Developers, everybody else in no group of the policy; with these rows in the report. */
function accountOf(others: readonly UserDetail[], rows: readonly CredentialReportRow[]): AccountObservation {
  const ada = aUser();
  const observation = observationOf([ada], { credentialReport: known({ generatedAt: MADE, rows }) });
  return { ...observation, details: { ...observation.details, users: [ada, ...others] } };
}

const bob = (overrides: Partial<UserDetail> = {}): UserDetail =>
  aUser({ userName: 'bob', userId: userId(2), groups: ['Robots'], ...overrides });
const rowOf = (userName: string, overrides: Partial<CredentialReportRow> = {}): CredentialReportRow =>
  aReportRow({ userName, slots: [ACTIVE, ACTIVE], ...overrides });
const count = (observation: AccountObservation, sources: Partial<CensusSources> = {}): Census =>
  censusOf(observation, { ...nothing, ...sources });

it('an account in which there is nothing to count counts nothing, and says of when that is', () => {
  expect(count(accountOf([], [rowOf('ada')]))).toEqual({
    ...{ reportAt: MADE, rootKeys: 0, outOfScope: { users: 0, keys: 0 }, withoutMfa: { users: 0, keys: 0 } },
    serviceSpecificCredentials: { users: 0, credentials: 0 },
    uncounted: [],
  });
});

describe('out of scope', () => {
  it.each<[string, UserDetail[], CredentialReportRow[], Census['outOfScope']]>([
    [
      'are the active keys of users in no configured group',
      [bob()],
      [rowOf('ada'), rowOf('bob')],
      { users: 1, keys: 2 },
    ],
    ['is one key of two slots', [bob()], [rowOf('bob', { slots: [aSlot(), ACTIVE] })], { users: 1, keys: 1 }],
    ['is nobody without an active key', [bob()], [rowOf('bob', { slots: [aSlot(), aSlot()] })], { users: 0, keys: 0 }],
    ['is nobody of whom the report has no row yet', [bob()], [], { users: 0, keys: 0 }],
    [
      'is nobody who was made after the report',
      [bob({ createdAt: AS_OF })],
      [rowOf('bob', { userCreatedAt: AS_OF })],
      { users: 0, keys: 0 },
    ],
    [
      'is nobody who only has the name of a row',
      [bob({ createdAt: before(5 * DAY) })],
      [rowOf('bob')],
      { users: 0, keys: 0 },
    ],
    ['is nobody twice, where the listing shifted', [bob(), bob()], [rowOf('bob')], { users: 1, keys: 2 }],
    [
      'is nobody whom a group’s list puts into scope, in any case',
      [bob({ userName: 'ADA' })],
      [rowOf('ADA')],
      { users: 0, keys: 0 },
    ],
  ])('%s', (_what, others, rows, counted) => {
    expect(count(accountOf(others, rows)).outOfScope).toEqual(counted);
  });
});

it('without MFA are users in scope and out of it, with an active key, of whom the report says so', () => {
  const rows = [
    rowOf('ada', { mfaActive: false }),
    rowOf('bob', { mfaActive: false, slots: [ACTIVE, aSlot()] }),
    rowOf('cat', { mfaActive: false, slots: [aSlot(), aSlot()] }),
    rowOf('dan', { mfaActive: true }),
    rowOf('eli', { mfaActive: null }),
  ];
  expect(count(accountOf([bob()], rows)).withoutMfa).toEqual({ users: 2, keys: 3 });
});

it('service-specific credentials are those that are active, with their users', () => {
  const of = (userName: string, status = 'Active') => ({ userName, serviceName: 'codecommit.amazonaws.com', status });
  const credentials = complete([of('ada'), of('Ada'), of('bob'), of('bob', 'Inactive'), of('cat', 'Expired')]);
  expect(count(accountOf([], []), { credentials }).serviceSpecificCredentials).toEqual({ users: 2, credentials: 3 });
});

it('the keys of the root user are as many as the account says', () => {
  expect(count(accountOf([], []), { rootKeys: known(2) }).rootKeys).toBe(2);
});

describe('what could not be read is not counted, and everything else is', () => {
  const failure = aFailure();
  const whole = accountOf([bob()], [rowOf('bob', { mfaActive: false })]);
  const counted = count(whole, { rootKeys: known(1) });
  const absent = { state: 'absent' } as const;
  const missing = expect.objectContaining({ kind: 'not-found', code: 'NotFound' }) as typeof failure;

  it.each<[string, Partial<AccountObservation>, Partial<CensusSources>, Partial<Census>, [string, typeof failure][]]>([
    ['the summary', {}, { rootKeys: unread() }, { rootKeys: null }, [['access keys of the root user', failure]]],
    [
      'the credentials',
      {},
      { credentials: brokenOff([{ userName: 'ada', serviceName: 's', status: 'Active' }]) },
      { serviceSpecificCredentials: null },
      [['service-specific credentials', failure]],
    ],
    [
      'the credentials, said to be absent',
      {},
      { credentials: { items: [], end: absent } },
      { serviceSpecificCredentials: null },
      [['service-specific credentials', missing]],
    ],
    [
      'users and groups',
      { details: { ...whole.details, failure } },
      {},
      { outOfScope: null },
      [['access keys of users in no configured group', failure]],
    ],
    [
      'the report',
      { credentialReport: unread() },
      {},
      { reportAt: null, outOfScope: null, withoutMfa: null },
      [
        ['access keys of users in no configured group', failure],
        ['access keys of users without MFA', failure],
      ],
    ],
    [
      'the report, said to be absent',
      { credentialReport: absent },
      {},
      { reportAt: null, outOfScope: null, withoutMfa: null },
      [
        ['access keys of users in no configured group', missing],
        ['access keys of users without MFA', missing],
      ],
    ],
  ])('%s', (_what, observation, sources, lost, reasons) => {
    expect(count({ ...whole, ...observation }, { rootKeys: known(1), ...sources })).toEqual({
      ...counted,
      ...lost,
      uncounted: reasons.map(([concerns, why]) => ({ concerns, failure: why })),
    });
  });

  it('what else could not be told is said with it', () => {
    const other = { concerns: 'who left since the look before', failure };
    expect(censusOf(whole, nothing, [other]).uncounted).toEqual([other]);
  });
});

it('takes two calls', async () => {
  const account = new MemoryAccount([], [{ userName: 'ada', credentials: [{ serviceName: 's', status: 'Active' }] }]);
  account.rootKeys = 1;
  expect(await readCensus(account, unboundedPace)).toEqual({
    rootKeys: known(1),
    credentials: complete([{ userName: 'ada', serviceName: 's', status: 'Active' }]),
  });
  expect(account.calls.map(({ operation }) => operation).sort()).toEqual([
    'iam:GetAccountSummary',
    'iam:ListServiceSpecificCredentials',
  ]);
});

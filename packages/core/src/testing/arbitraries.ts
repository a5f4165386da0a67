import fc from 'fast-check';
import type { AccessKey } from '../access-key.ts';
import type { CredentialReport, CredentialReportRow, GroupMember, Tag, UserDetail } from '../iam-user.ts';
import type { LedgerEntries } from '../ledger.ts';
import type { AccountObservation, GroupObservation, UserObservation } from '../observation.ts';
import { ACTIONS, nameKey, type PolicyRules } from '../policy.ts';
import type { Failure, FailureKind, Reading } from '../reading.ts';
import { before, DAY, keyId, userId } from './account.ts';

/** What one account told us, with the rules and the ledger it is judged by. */
export interface World {
  readonly rules: PolicyRules;
  readonly ledger: LedgerEntries | null;
  readonly observation: AccountObservation;
}

const FAILURES: readonly FailureKind[] = [
  'access-denied',
  'throttled',
  'service-error',
  'network',
  'timeout',
  'malformed',
];
const NAMES = ['ada', 'Bob', '=cmd', '+1', '-x', '@home', '__proto__', 'constructor', 'a.b,c'];
const GROUPS = ['Developers', 'Admins'];
const EXEMPT_GROUPS = ['Machines', 'toString'];

const failure: fc.Arbitrary<Failure> = fc.record({
  kind: fc.constantFrom(...FAILURES),
  operation: fc.constantFrom('iam:GetGroup', 'iam:ListAccessKeys'),
  code: fc.constantFrom('AccessDenied', 'Throttling', '=1+1'),
  message: fc.string({ maxLength: 40 }),
});
const failed = failure.map((it) => ({ state: 'unknown', failure: it }) as const);
const absent = fc.constant({ state: 'absent' } as const);

/** Mostly this, now and then one of those. */
export function mostly<T, U extends unknown[]>(
  usual: fc.Arbitrary<T>,
  ...rare: { [Index in keyof U]: fc.Arbitrary<U[Index]> }
): fc.Arbitrary<T | U[number]> {
  const weighed = rare.map((arbitrary: fc.Arbitrary<U[number]>) => ({ arbitrary, weight: 1 }));
  return fc.oneof<fc.WeightedArbitrary<T | U[number]>[]>({ arbitrary: usual, weight: 9 }, ...weighed);
}

const sometimes = mostly(fc.constant(false), fc.constant(true));
const inAnyCase = (name: string): fc.Arbitrary<string> => fc.constantFrom(name, name.toUpperCase(), name.toLowerCase());

/** Instants around the edges that rules have: the run itself, one day, thirty days; to the millisecond. */
export const createdAt: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(0, DAY, 7 * DAY, 30 * DAY, 365 * DAY, 365 * DAY, 365 * DAY), fc.constantFrom(-1, 0, 1, 1000))
  .map(([age, edge]) => before(age + edge));

const tag: fc.Arbitrary<Tag> = fc.oneof(
  fc.record({ key: inAnyCase('keysweep-exempt'), value: fc.constantFrom('', 'false', 'a robot') }),
  fc.record({
    key: inAnyCase('keysweep-exempt-until'),
    value: fc.constantFrom('2026-11-19', '2026-11-20', '2026-11-21', '2026-02-30', 'soon', ''),
  }),
  fc.record({ key: inAnyCase('keysweep-exempt-owner'), value: fc.constantFrom('grace', '') }),
  fc.record({ key: fc.constantFrom('team', 'keysweep', '__proto__'), value: fc.string({ maxLength: 5 }) }),
);
/** Tags of every kind; IAM allows a key once, whatever its case. */
const tags = fc.oneof(fc.constant([]), fc.uniqueArray(tag, { maxLength: 3, selector: ({ key }) => nameKey(key) }));

export const rules: fc.Arbitrary<PolicyRules> = fc.record({
  groups: fc.uniqueArray(fc.constantFrom(...GROUPS), { minLength: 1 }),
  action: mostly(fc.constant('delete' as const), fc.constantFrom(...ACTIONS)),
  deleteAfterInactiveDays: fc.constantFrom(0, 7, 30),
  minimumKeyAgeDays: fc.constantFrom(0, 0, 1, 30),
  exempt: fc.record({
    groups: fc.oneof(
      fc.constant([]),
      fc.uniqueArray(fc.record({ name: fc.constantFrom(...EXEMPT_GROUPS), optional: fc.boolean() }), {
        selector: ({ name }) => name,
      }),
    ),
    users: fc.oneof(
      fc.constant([]),
      fc.array(
        fc
          .constantFrom(...NAMES)
          .chain(inAnyCase)
          .map((name) => ({ name, reason: 'why', owner: null })),
        { maxLength: 2 },
      ),
    ),
  }),
  requireConsoleAccess: fc.boolean(),
  maximumRevocations: fc.constantFrom(0, 1, 3, 100),
  timezone: fc.constantFrom('UTC', 'Europe/London', 'Pacific/Kiritimati', 'Pacific/Pago_Pago'),
});

interface SketchedUser {
  readonly detail: UserDetail;
  /** Whether the bulk read lists the user. */
  readonly bulk: boolean;
  readonly observation: UserObservation | null;
  readonly row: CredentialReportRow | null;
}

function accessKeysOf(ordinal: number): fc.Arbitrary<Reading<readonly AccessKey[]>> {
  const key = (slot: number): fc.Arbitrary<AccessKey> =>
    fc.record({
      accessKeyId: fc.constant(keyId(10 * ordinal + slot)),
      status: mostly(fc.constantFrom('Active', 'Active', 'Inactive'), fc.constantFrom('Expired', 'active', '')),
      createdAt: mostly(createdAt, fc.constant(null)),
    });
  const keys = fc.subarray([1, 2], { minLength: 1 }).chain((slots) => fc.tuple(...slots.map(key)));
  return mostly(
    keys.map((value) => ({ state: 'known', value }) as const),
    failed,
    absent,
  );
}

function consoleAccessOf({ requireConsoleAccess }: PolicyRules): fc.Arbitrary<UserObservation['consoleAccess']> {
  const known = (value: boolean) => fc.constant({ state: 'known', value } as const);
  return requireConsoleAccess
    ? mostly(known(true), known(false), absent, failed)
    : fc.constant({ state: 'not-needed' });
}

function rowOf({ userName, createdAt: userCreatedAt }: UserDetail): fc.Arbitrary<CredentialReportRow> {
  const maybe = (text: string) => fc.constantFrom(null, text);
  const slot = fc.record({
    active: fc.boolean(),
    lastRotated: fc.option(createdAt),
    lastUsedAt: fc.option(createdAt),
    lastUsedService: maybe('s3'),
    lastUsedRegion: maybe('us-east-1'),
  });
  return fc.record({
    userName: fc.constant(userName),
    userCreatedAt: fc.constant(userCreatedAt),
    passwordEnabled: fc.constantFrom(true, false, null),
    mfaActive: fc.constantFrom(true, false, null),
    slots: fc.tuple(slot, slot),
  });
}

function sketchUser(ordinal: number, policy: PolicyRules): fc.Arbitrary<SketchedUser> {
  const groups = [...policy.groups, ...policy.exempt.groups.map(({ name }) => name), 'Sales'];
  const detail: fc.Arbitrary<UserDetail> = fc.record({
    userName: inAnyCase(NAMES[ordinal] as string),
    userId: fc.constant(userId(ordinal)),
    createdAt: mostly(fc.constant(before(400 * DAY)), fc.constant(null)),
    groups: fc
      .oneof(fc.constant(policy.groups), fc.subarray(groups))
      .chain((names) => fc.tuple(...names.map(inAnyCase))),
    tags,
  });
  return detail.chain((user) =>
    fc.record({
      detail: fc.constant(user),
      bulk: sometimes.map((missing) => !missing),
      observation: mostly(
        fc.record({
          userName: fc.constant(user.userName),
          accessKeys: accessKeysOf(ordinal),
          consoleAccess: consoleAccessOf(policy),
        }),
        fc.constant(null),
      ),
      row: mostly(rowOf(user), fc.constant(null)),
    }),
  );
}

/** A group's own list: mostly those who say they are in it, with the odd one missing, added, or under another id. */
function listingOf(
  name: string,
  role: GroupObservation['role'],
  users: readonly SketchedUser[],
): fc.Arbitrary<GroupObservation> {
  const sightings = users.map(({ detail }) => {
    const belongs = detail.groups.some((group) => nameKey(group) === nameKey(name));
    const member: fc.Arbitrary<GroupMember> = fc.record({
      userName: inAnyCase(detail.userName),
      userId: mostly(fc.constant(detail.userId), fc.constant(userId(99))),
    });
    return fc
      .tuple(fc.constantFrom(false, false, false, true), member)
      .map(([wrong, seen]) => (wrong === belongs ? [] : [seen]));
  });
  const end: fc.Arbitrary<GroupObservation['members']['end']> = mostly(
    fc.constant({ state: 'complete' } as const),
    failed,
    absent,
  );
  return fc.record({
    name: fc.constant(name),
    role: fc.constant(role),
    members: fc
      .tuple(fc.tuple(...sightings), end)
      .map(([seen, how]) => ({ items: how.state === 'absent' ? [] : seen.flat(), end: how })),
  });
}

function observationFor(policy: PolicyRules): fc.Arbitrary<AccountObservation> {
  const ordinals = fc.subarray(
    NAMES.map((_, index) => index),
    { minLength: 1, maxLength: 5 },
  );
  const sketches = ordinals.chain((chosen) => fc.tuple(...chosen.map((ordinal) => sketchUser(ordinal, policy))));
  return sketches.chain((users) => {
    const report: fc.Arbitrary<CredentialReport> = fc.record({
      generatedAt: createdAt,
      rows: fc.constant(users.flatMap(({ row }) => row ?? [])),
    });
    return fc.record({
      details: fc.record({
        users: fc.constant(users.filter(({ bulk }) => bulk).map(({ detail }) => detail)),
        groupNames: fc.constant([...GROUPS]),
        failure: mostly(fc.constant(null), failure),
      }),
      groups: fc.tuple(
        ...policy.groups.map((name) => listingOf(name, 'included', users)),
        ...policy.exempt.groups.map(({ name }) => listingOf(name, 'exempt', users)),
      ),
      credentialReport: mostly(
        report.map((value) => ({ state: 'known', value }) as const),
        failed,
        absent,
      ),
      users: fc.constant(users.flatMap(({ observation }) => observation ?? [])),
    });
  });
}

const ledger: fc.Arbitrary<LedgerEntries | null> = mostly(
  fc
    .array(fc.tuple(fc.integer({ min: 0, max: 100 }).map(keyId), createdAt), { maxLength: 60 })
    .map((entries) => Object.fromEntries(entries)),
  fc.constant(null),
);

/** Accounts with failures in every reading, reads that disagree, hostile names in every case, and any rules. */
export const world: fc.Arbitrary<World> = rules.chain((policy) =>
  fc.record({ rules: fc.constant(policy), ledger, observation: observationFor(policy) }),
);

import type { AccessKey } from '../access-key.ts';
import type { CredentialReportRow, CredentialReportSlot, GroupMember, UserDetail } from '../iam-user.ts';
import type { Failure, PagedReading, Reading } from '../reading.ts';

/** The instant most examples are judged at: a Friday, five minutes before midnight. */
export const AS_OF = '2026-11-20T23:55:00.000Z';
export const AS_OF_DATE = new Date(AS_OF);
export const DAY = 86_400_000;

/** The instant that lies this many milliseconds before `AS_OF`. */
export function before(milliseconds: number): string {
  return new Date(Date.parse(AS_OF) - milliseconds).toISOString();
}

/** An access key id that IAM could have given. */
export function keyId(number = 1): string {
  return `AKIA${String(number).padStart(16, '0')}`;
}

/** A unique id of a user that IAM could have given. */
export function userId(number = 1): string {
  return `AIDA${String(number).padStart(16, '0')}`;
}

/** An active key, a year old. */
export function anAccessKey(overrides: Partial<AccessKey> = {}): AccessKey {
  return { accessKeyId: keyId(), status: 'Active', createdAt: before(365 * DAY), ...overrides };
}

/** A developer without tags. */
export function aUser(overrides: Partial<UserDetail> = {}): UserDetail {
  return {
    userName: 'ada',
    userId: userId(),
    createdAt: before(400 * DAY),
    groups: ['Developers'],
    tags: [],
    ...overrides,
  };
}

/** The same user as a group lists it. */
export function memberOf({ userName, userId: id }: UserDetail): GroupMember {
  return { userName, userId: id };
}

/** A slot of the credential report that never held a key. */
export function aSlot(overrides: Partial<CredentialReportSlot> = {}): CredentialReportSlot {
  return {
    active: false,
    lastRotated: null,
    lastUsedAt: null,
    lastUsedService: null,
    lastUsedRegion: null,
    ...overrides,
  };
}

/** The credential report's row of the user that `aUser` makes: a password, MFA, and never a key. */
export function aReportRow(overrides: Partial<CredentialReportRow> = {}): CredentialReportRow {
  return {
    ...{ userName: 'ada', userCreatedAt: before(400 * DAY), passwordEnabled: true, mfaActive: true },
    slots: [aSlot(), aSlot()],
    ...overrides,
  };
}

/** A call that IAM refused. */
export function aFailure(overrides: Partial<Failure> = {}): Failure {
  return {
    kind: 'access-denied',
    operation: 'iam:GetGroup',
    code: 'AccessDenied',
    message: 'not authorized',
    ...overrides,
  };
}

/** A reading that failed. */
export function unread(overrides: Partial<Failure> = {}): Extract<Reading<never>, { state: 'unknown' }> {
  return { state: 'unknown', failure: aFailure(overrides) };
}

/** All pages of a listing. */
export function complete<T>(items: readonly T[]): PagedReading<T> {
  return { items, end: { state: 'complete' } };
}

/** A listing that broke off after these items. */
export function brokenOff<T>(items: readonly T[] = []): PagedReading<T> {
  return { items, end: unread() };
}

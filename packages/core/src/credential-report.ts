import type { AccessKey, LastUsed } from './access-key.ts';
import type { CredentialReport, CredentialReportRow, CredentialReportSlot, UserDetail } from './iam-user.ts';
import type { PolicyRules } from './policy.ts';
import type { Reading } from './reading.ts';

const DAY = 86_400_000;

/**
 * The report's row of a user, if it speaks of this very user: one of the same name that was created at the same time,
 * and not after the report. A user deleted and made again has a row that is about somebody else.
 */
export function reportRowOf(report: Reading<CredentialReport>, user: UserDetail | null): CredentialReportRow | null {
  if (report.state !== 'known' || user === null || user.createdAt === null) return null;
  if (Date.parse(user.createdAt) > Date.parse(report.value.generatedAt)) return null;
  const row = rowsOf(report.value).get(user.userName);
  return row?.userCreatedAt !== undefined && sameSecond(row.userCreatedAt, user.createdAt) ? row : null;
}

const indexes = new WeakMap<CredentialReport, ReadonlyMap<string, CredentialReportRow>>();

function rowsOf(report: CredentialReport): ReadonlyMap<string, CredentialReportRow> {
  const index = indexes.get(report) ?? new Map(report.rows.map((row) => [row.userName, row]));
  indexes.set(report, index);
  return index;
}

/** What `reportShowsNoKey` needs to know of the run. */
export interface ReportContext {
  readonly rules: Pick<PolicyRules, 'minimumKeyAgeDays'>;
  readonly asOf: Date;
  readonly bulk: { readonly credentialReport: Reading<CredentialReport> };
}

/**
 * Whether the report's word suffices that no key of the user is old enough to matter. Sound only where every key made
 * since the report is younger than the policy's minimum age, and would be kept anyway.
 */
export function reportShowsNoKey(row: CredentialReportRow, { rules, asOf, bulk }: ReportContext): boolean {
  if (bulk.credentialReport.state !== 'known') return false;
  const reportAge = asOf.getTime() - Date.parse(bulk.credentialReport.value.generatedAt);
  return reportAge < rules.minimumKeyAgeDays * DAY && row.slots.length > 0 && row.slots.every(neverHeldKey);
}

function neverHeldKey(slot: CredentialReportSlot): boolean {
  return !slot.active && slot.lastRotated === null && slot.lastUsedAt === null;
}

/** When a key was last used, by the slot of the report that was filled in the second the key was created. */
export function lastUsedOf(key: AccessKey, row: CredentialReportRow | null): LastUsed {
  const slots = row?.slots.filter((slot) => sameSecond(slot.lastRotated, key.createdAt)) ?? [];
  const [slot] = slots;
  if (slot === undefined || slots.length > 1) return { state: 'unknown' };
  if (slot.lastUsedAt === null) return { state: 'never' };
  return { state: 'used', at: slot.lastUsedAt, service: slot.lastUsedService, region: slot.lastUsedRegion };
}

function sameSecond(left: string | null, right: string | null): boolean {
  return (
    left !== null && right !== null && Math.floor(Date.parse(left) / 1000) === Math.floor(Date.parse(right) / 1000)
  );
}

import { describe, expect, it } from 'vitest';
import { lastUsedOf, reportRowOf, reportShowsNoKey } from './credential-report.ts';
import type { CredentialReport, CredentialReportRow } from './iam-user.ts';
import { known, type Reading } from './reading.ts';
import { anAccessKey, aReportRow, AS_OF, aSlot, aUser, before, DAY, unread } from './testing/account.ts';

const HOUR = 3_600_000;

function aReport(
  rows: readonly CredentialReportRow[] = [aReportRow()],
  generatedAt = before(4 * HOUR),
): Reading<CredentialReport> {
  return known({ generatedAt, rows });
}

describe('the row of a user', () => {
  it('is the one of that name, made in that second', () => {
    const row = aReportRow({ userCreatedAt: '2025-10-16T23:55:00.000Z' });
    expect(reportRowOf(aReport([row]), aUser({ createdAt: '2025-10-16T23:55:00.999Z' }))).toBe(row);
  });

  it.each([
    ['no report', { state: 'absent' }, aUser()],
    ['an unreadable report', unread(), aUser()],
    ['a user nobody read', aReport(), null],
    ['a user without a date', aReport(), aUser({ createdAt: null })],
    ['a row of another name', aReport([aReportRow({ userName: 'bob' })]), aUser()],
    ['a row without a date', aReport([aReportRow({ userCreatedAt: null })]), aUser()],
    ['a row of somebody who had the name before', aReport([aReportRow({ userCreatedAt: before(500 * DAY) })]), aUser()],
    ['a user made since the report', aReport([aReportRow()], before(401 * DAY)), aUser()],
  ] as const)('is none with %s', (_what, report, user) => {
    expect(reportRowOf(report, user)).toBeNull();
  });

  it('is found among many, again and again', () => {
    const report = aReport([aReportRow({ userName: 'bob' }), aReportRow()]);
    expect([reportRowOf(report, aUser()), reportRowOf(report, aUser())]).toEqual([aReportRow(), aReportRow()]);
  });
});

describe('a user is skipped on the report’s word', () => {
  const skips = (generatedAt: string, minimumKeyAgeDays: number, row = aReportRow()) =>
    reportShowsNoKey(row, {
      rules: { minimumKeyAgeDays },
      asOf: new Date(AS_OF),
      bulk: { credentialReport: aReport([row], generatedAt) },
    });

  it.each([
    ['a report four hours old, keys kept for a day', before(4 * HOUR), 1, true],
    ['a report a millisecond younger than the minimum age', before(DAY - 1), 1, true],
    ['a report as old as the minimum age', before(DAY), 1, false],
    ['a report of this very instant, no minimum age', AS_OF, 0, false],
    ['a report four hours old, no minimum age', before(4 * HOUR), 0, false],
    ['a report made after the run was due: later keys are not of this run', before(-1), 0, true],
    ['a report whose date is none', 'yesterday', 30, false],
  ])('or not: %s', (_what, generatedAt, minimumKeyAgeDays, skipped) => {
    expect(skips(generatedAt, minimumKeyAgeDays)).toBe(skipped);
  });

  it.each([
    ['is active', { active: true }],
    ['was rotated', { lastRotated: before(DAY) }],
    ['was used', { lastUsedAt: before(DAY) }],
  ])('only where no slot %s', (_what, slot) => {
    expect(skips(before(HOUR), 1, aReportRow({ slots: [aSlot(), aSlot(slot)] }))).toBe(false);
  });

  it.each([{ state: 'absent' }, unread()] as const)('never without a report: $state', (credentialReport) => {
    expect(
      reportShowsNoKey(aReportRow(), {
        rules: { minimumKeyAgeDays: 30 },
        asOf: new Date(AS_OF),
        bulk: { credentialReport },
      }),
    ).toBe(false);
  });

  it('never by a row that speaks of no slot', () => {
    expect(skips(before(HOUR), 1, aReportRow({ slots: [] }))).toBe(false);
  });
});

describe('last use', () => {
  const created = '2025-11-20T23:55:00.000Z';
  const key = anAccessKey({ createdAt: created });
  const inSecond = '2025-11-20T23:55:00.500Z';
  const used = { lastUsedAt: before(DAY), lastUsedService: 's3', lastUsedRegion: 'eu-west-2' };

  it.each([
    [
      'used',
      [aSlot({ lastRotated: inSecond, ...used }), aSlot()],
      { state: 'used', at: before(DAY), service: 's3', region: 'eu-west-2' },
    ],
    [
      'used, in the second slot',
      [aSlot({ lastRotated: before(DAY) }), aSlot({ lastRotated: created, ...used })],
      { state: 'used', at: before(DAY), service: 's3', region: 'eu-west-2' },
    ],
    ['never', [aSlot({ lastRotated: inSecond }), aSlot()], { state: 'never' }],
    [
      'unknown: no slot of that second',
      [aSlot({ lastRotated: '2025-11-20T23:55:01.000Z', ...used }), aSlot()],
      { state: 'unknown' },
    ],
    [
      'unknown: both slots of that second',
      [aSlot({ lastRotated: created }), aSlot({ lastRotated: inSecond, ...used })],
      { state: 'unknown' },
    ],
    ['unknown: no slot', [], { state: 'unknown' }],
  ])('is %s', (_what, slots, expected) => {
    expect(lastUsedOf(key, aReportRow({ slots }))).toEqual(expected);
  });

  it('is unknown without a row, and for a key without a date', () => {
    expect(lastUsedOf(key, null)).toEqual({ state: 'unknown' });
    expect(lastUsedOf(anAccessKey({ createdAt: null }), aReportRow())).toEqual({ state: 'unknown' });
  });
});

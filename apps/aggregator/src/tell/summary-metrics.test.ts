import type { Census } from '@keysweep/core';
import { describe, expect, it } from 'vitest';
import { calmSummary, summaryOf } from '../render/testing/summary-of.ts';
import { embeddedMetrics, METRICS_NAMESPACE } from './embedded-metrics.ts';
import { summaryMetrics } from './summary-metrics.ts';

const valuesOf = (...of: Parameters<typeof summaryMetrics>) =>
  Object.fromEntries(summaryMetrics(...of).map(({ name, value }) => [name, value]));

describe('the metrics of a summary', () => {
  const summary = summaryOf();

  it('are what it says', () => {
    const { keys, accounts, coverage } = summary;
    expect(valuesOf(summary)).toEqual({
      Coverage: coverage.percent,
      Revoked: keys.deleted + keys.deactivated,
      Failed: keys.failed + keys['not-attempted'],
      Unknown: keys.unknown,
      Overdue: accounts.reduce((sum, { overdue }) => sum + overdue, 0),
      OldestKeyDays: expect.any(Number),
      RootKeys: 1,
      OutOfScopeKeys: 10,
    });
    expect(valuesOf(summary)).toMatchObject({ Revoked: 28, Failed: 4, Unknown: 2, Overdue: 2 });
  });

  it('have 100 for a coverage that lacks nothing, and nothing else', () => {
    expect(valuesOf(calmSummary())['Coverage']).toBe(100);
    const coverage = { inScope: 100_000, covered: 99_999, percent: (100 * 99_999) / 100_000 };
    expect(valuesOf({ ...summary, coverage })['Coverage']).toBeLessThan(100);
  });

  it('have no coverage where nothing is in scope', () => {
    expect(valuesOf(summaryOf({ accounts: [] }))).not.toHaveProperty('Coverage');
  });

  it('have the age of the oldest active key', () => {
    const [account] = summary.accounts;
    const daysOf = (...dates: readonly (string | null)[]) =>
      valuesOf({ ...summary, accounts: dates.map((oldestLiveAt) => ({ ...account!, oldestLiveAt })) })['OldestKeyDays'];
    expect(daysOf('2026-11-20T00:41:07Z')).toBe(1);
    expect(daysOf('2026-11-20T00:41:07Z', null, '2026-11-11T00:41:08Z')).toBe(9);
    expect(daysOf('2027-01-01T00:00:00Z')).toBe(0);
    expect(daysOf(null)).toBeUndefined();
  });

  it('have what no policy covers, where anybody could count it', () => {
    const census = summary.accounts.find((account) => account.census !== null)?.census;
    const counting = (...counts: readonly Partial<Census>[]) =>
      valuesOf({
        ...summary,
        accounts: counts.map((count, index) => ({
          ...summary.accounts[index]!,
          census: { ...census!, ...count },
        })),
      });
    expect(counting({})).toMatchObject({ RootKeys: 1, OutOfScopeKeys: 10 });
    const blind = counting({ rootKeys: null, outOfScope: null });
    expect(blind).not.toHaveProperty('RootKeys');
    expect(blind).not.toHaveProperty('OutOfScopeKeys');
    expect(counting({ rootKeys: null }, { outOfScope: null })).toMatchObject({ RootKeys: 1, OutOfScopeKeys: 10 });
    const unseen = summary.accounts.map((account) => ({ ...account, census: null }));
    expect(valuesOf({ ...summary, accounts: unseen })).not.toHaveProperty('RootKeys');
  });
});

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html */
describe('the line that metrics are made of', () => {
  const summary = summaryOf();
  const line = embeddedMetrics(summaryMetrics(summary), summary);
  const { _aws, ...members } = JSON.parse(line);

  it('is one line, of less than a log event may have', () => {
    expect(line).not.toContain('\n');
    expect(Buffer.byteLength(line)).toBeLessThan(262_144);
  });

  it('has a timestamp in milliseconds and one directive, and no other metadata', () => {
    expect(Object.keys(_aws).sort()).toEqual(['CloudWatchMetrics', 'Timestamp']);
    expect(_aws.Timestamp).toBe(Date.parse(summary.at));
    expect(_aws.CloudWatchMetrics).toHaveLength(1);
  });

  it('names a namespace, sets of dimensions and metrics within their limits, each with a member of its own', () => {
    const [directive] = _aws.CloudWatchMetrics;
    expect(Object.keys(directive).sort()).toEqual(['Dimensions', 'Metrics', 'Namespace']);
    expect(directive.Namespace).toBe(METRICS_NAMESPACE);
    expect(directive.Namespace).toMatch(/^[A-Za-z0-9._/#:-]{1,1024}$/);
    expect(directive.Dimensions).toEqual([['Organization']]);
    expect(members.Organization).toBe(summary.organizationId);
    expect(directive.Metrics.length).toBeGreaterThan(0);
    expect(directive.Metrics.length).toBeLessThanOrEqual(100);
    for (const { Name, Unit, ...rest } of directive.Metrics) {
      expect(rest).toEqual({});
      expect(['Percent', 'Count', 'None']).toContain(Unit);
      expect(typeof members[Name], Name).toBe('number');
    }
    const named = directive.Metrics.map(({ Name }: { Name: string }) => Name);
    expect(Object.keys(members).sort()).toEqual([...named, 'Organization'].sort());
  });
});

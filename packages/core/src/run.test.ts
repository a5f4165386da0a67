import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeysweepError } from './errors.ts';
import { dueOf, evidenceKeys, runIdOf, summaryIdOf } from './run.ts';

describe('a run id', () => {
  it('is the instant the run was due, to the second', () => {
    expect(runIdOf(new Date('2026-11-20T23:55:00.999Z'))).toBe('20261120T235500Z');
  });

  it('leads back to that instant', () => {
    const seconds = fc.integer({ min: 0, max: 253_402_300_799 });
    fc.assert(
      fc.property(seconds, (second) => {
        const due = new Date(second * 1000);
        expect(dueOf(runIdOf(due))).toEqual(due);
      }),
    );
  });

  it.each(['', 'latest', '20261320T235500Z', '20261120T235500', '../../etc'])('%j is none', (text) => {
    expect(() => dueOf(text)).toThrow(KeysweepError);
    expect(() => dueOf(text)).toThrow(expect.objectContaining({ code: 'run-invalid' }));
  });

  it.each(['2026-11-20', 'run 1', '20260230T235500Z'])('%j is none either', (text) => {
    expect(() => dueOf(text)).toThrow(expect.objectContaining({ code: 'run-invalid' }));
  });
});

it('keeps every record of a run under the run, and what outlives it elsewhere', () => {
  const run = { policy: 'weekly', runId: '20261120T235500Z' };
  const keys = [
    evidenceKeys.manifest(run),
    evidenceKeys.terms(run),
    evidenceKeys.accounts(run, 1),
    evidenceKeys.config(run),
    evidenceKeys.gate(run, 2),
    ...(['plans', 'attempts', 'audits', 'reports'] as const).map((record) =>
      evidenceKeys.account(run, record, '111122223333'),
    ),
    evidenceKeys.outcomes(run, '111122223333', 1),
    evidenceKeys.approval(run),
    evidenceKeys.lease(run),
    evidenceKeys.ledger('111122223333'),
    evidenceKeys.history('weekly'),
    evidenceKeys.seen('weekly'),
    evidenceKeys.summary(summaryIdOf(run, new Date(0))),
    evidenceKeys.summary(summaryIdOf(null, new Date('2026-11-21T06:00:00Z'))),
    evidenceKeys.auditTerms('20261121T060000Z'),
    evidenceKeys.auditedAccounts('20261121T060000Z'),
    evidenceKeys.laterAudit('20261121T060000Z', '111122223333'),
    evidenceKeys.told(summaryIdOf(run, new Date(0)), 'finished'),
    evidenceKeys.latest,
  ];
  expect(keys).toEqual([
    'runs/policy=weekly/run=20261120T235500Z/manifest.json',
    'runs/policy=weekly/run=20261120T235500Z/run.json',
    'runs/policy=weekly/run=20261120T235500Z/accounts-1.json',
    'runs/policy=weekly/run=20261120T235500Z/config.json',
    'runs/policy=weekly/run=20261120T235500Z/gate-2.json',
    'runs/policy=weekly/run=20261120T235500Z/plans/account=111122223333.json',
    'runs/policy=weekly/run=20261120T235500Z/attempts/account=111122223333.json',
    'runs/policy=weekly/run=20261120T235500Z/audits/account=111122223333.json',
    'runs/policy=weekly/run=20261120T235500Z/reports/account=111122223333.json',
    'runs/policy=weekly/run=20261120T235500Z/outcomes/account=111122223333-1.json',
    'runs/policy=weekly/run=20261120T235500Z/approval.json',
    'leases/policy=weekly/run=20261120T235500Z.json',
    'ledger/account=111122223333.json',
    'history/policy=weekly.json',
    'seen/policy=weekly.json',
    'summaries/20261120T235500Z-weekly',
    'summaries/audit-20261121T060000Z',
    'runs/audit=20261121T060000Z/audit.json',
    'runs/audit=20261121T060000Z/accounts-1.json',
    'runs/audit=20261121T060000Z/audits/account=111122223333.json',
    'told/20261120T235500Z-weekly/finished.json',
    'latest.json',
  ]);
});

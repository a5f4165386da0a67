import { describe, expect, it } from 'vitest';
import { auditTermsSchema, laterAuditSchema, type AuditTerms, type LaterAudit } from './later-audit.ts';
import { lookBefore } from './look-before.ts';
import { readRecord } from './read-record.ts';
import { aFailure, AS_OF, keyId } from './testing/account.ts';
import { aCensus, aLaterAudit, aLaterVerdict, aLook, AUDIT, NEXT_DUE, TUESDAY } from './testing/later-audit.ts';
import { ACCOUNT, ORGANIZATION, RUN } from './testing/plan.ts';
import { orderedRules } from './testing/rules.ts';

const ADA = { accessKeyId: keyId(), userName: 'ada' };

describe('the look at one account', () => {
  const exemption = { userName: 'ada', by: 'tag', reason: 'on leave', owner: null, until: null } as const;
  const everything = aLaterVerdict({
    overdue: [ADA],
    leftInactive: [ADA],
    notYetDue: [{ ...ADA, createdAt: AS_OF }],
    undecided: [{ ...ADA, rule: 'tags-unread' }],
    newExemptions: [exemption],
    leftScope: [{ ...ADA, createdAt: null }],
  });

  it.each<[string, LaterAudit]>([
    ['that found everything there is to find', aLaterAudit({ look: aLook({ verdict: everything }) })],
    [
      'that could count nothing',
      aLaterAudit({
        look: aLook({
          live: [{ ...ADA, createdAt: AS_OF }],
          census: aCensus({
            ...{ reportAt: null, rootKeys: null, outOfScope: null, withoutMfa: null },
            serviceSpecificCredentials: null,
            uncounted: [{ concerns: 'everything', failure: aFailure() }],
          }),
        }),
      }),
    ],
    ['that the audit role refused', aLaterAudit({ look: { state: 'unavailable', failure: aFailure() } })],
    ['at one that no run has reached, under a schedule that is over', aLaterAudit({ against: null, nextDue: null })],
  ])('is read back: %s', (_what, record) => {
    const subject = { organizationId: ORGANIZATION, accountId: ACCOUNT, auditId: AUDIT, policy: 'weekly' };
    expect(readRecord(laterAuditSchema, structuredClone(record), subject)).toEqual({ state: 'known', value: record });
  });

  it('is of its own audit alone', () => {
    expect(readRecord(laterAuditSchema, aLaterAudit(), { auditId: RUN }).state).toBe('unknown');
  });
});

it('the terms of an audit are read back', () => {
  const policy = { policy: 'weekly', rules: orderedRules(), nextDue: NEXT_DUE, runs: [RUN], unread: null };
  const terms: AuditTerms = {
    ...{ schema: 'keysweep/audit/2', organizationId: ORGANIZATION, auditId: AUDIT, at: TUESDAY, configHash: 'c1' },
    previous: '20261123T060000Z',
    policies: [{ ...policy, accounts: [ACCOUNT] }],
  };
  expect(readRecord(auditTermsSchema, structuredClone(terms), { auditId: AUDIT })).toEqual({
    state: 'known',
    value: terms,
  });
  expect(readRecord(auditTermsSchema, { ...terms, policies: [{ ...policy, accounts: ['all'] }] }).state).toBe(
    'unknown',
  );
  expect(readRecord(auditTermsSchema, { ...terms, previous: null }).state).toBe('known');
});

describe('what a look leaves to the next one', () => {
  it('is what it saw in scope, and out of it', () => {
    const key = { ...ADA, createdAt: AS_OF };
    const left = { ...key, accessKeyId: keyId(2) };
    const look = aLook({ live: [key], groups: ['Developers'], verdict: aLaterVerdict({ leftScope: [left] }) });
    expect(lookBefore(aLaterAudit({ look }))).toEqual({
      ...{ takenAt: TUESDAY, live: [key], leftScope: [left], groups: ['Developers'] },
    });
  });

  it('is nothing where it was not let in', () => {
    expect(lookBefore(aLaterAudit({ look: { state: 'unavailable', failure: aFailure() } }))).toBeNull();
  });
});

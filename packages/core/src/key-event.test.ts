import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { ENDINGS } from './account-report.ts';
import { eventsOfReport, keyEventSchema } from './key-event.ts';
import { RULES, type Rule } from './rules.ts';
import { aReport, aReportedKey } from './testing/report.ts';

const NEXT = '2026-11-27T23:55:00.000Z';

describe('the events of a report', () => {
  it('tell of one key what became of it, why, and what its user can do', () => {
    const key = aReportedKey({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', createdAt: '2025-01-01T00:00:00.000Z' });
    expect(eventsOfReport(aReport({ keys: [key] }), NEXT)).toEqual([
      {
        schema: 'keysweep/key-event/1',
        organizationId: 'o-exampleorgid',
        accountId: '111122223333',
        userName: 'ada',
        accessKey: '****MPLE',
        createdAt: '2025-01-01T00:00:00.000Z',
        change: 'deleted',
        verified: true,
        rule: 'policy-deletes',
        why: RULES['policy-deletes'],
        todo: 'sign in with aws login or IAM Identity Center, or make a new access key if nothing else will do; the old key cannot be brought back',
        policy: 'weekly',
        runId: '20261120T235500Z',
        nextSweepAt: NEXT,
      },
    ]);
  });

  it.each<[Rule, string]>([
    ['policy-deactivates', 'can be deleted'],
    ['deactivate-before-delete', 'is deleted by a later sweep'],
  ])('of a key deactivated by %s say that it %s', (rule, said) => {
    const [event] = eventsOfReport(aReport({ keys: [aReportedKey({ ending: 'deactivated', rule })] }), null);
    expect(event).toMatchObject({ change: 'deactivated', nextSweepAt: null, todo: expect.stringContaining(said) });
  });

  it('are of changed keys alone, fit their schema, name no whole key and stay far below 256 KiB', () => {
    const name = fc.stringMatching(/^[\w+=,.@-]{1,128}$/);
    const key = fc
      .record({
        accessKeyId: fc.stringMatching(/^AKIA[A-Z0-9]{12,124}$/),
        userName: name,
        ending: fc.constantFrom(...ENDINGS),
        rule: fc.constantFrom(...(Object.keys(RULES) as Rule[])),
        verified: fc.constantFrom(true, false, null),
      })
      .map(aReportedKey);
    fc.assert(
      fc.property(fc.array(key), (keys) => {
        const changed = keys.filter(({ ending }) => ending === 'deleted' || ending === 'deactivated');
        const events = eventsOfReport(aReport({ keys }), NEXT);
        expect(events.map(({ userName, change }) => [userName, change])).toEqual(
          changed.map(({ userName, ending }) => [userName, ending]),
        );
        for (const event of events) {
          expect(v.parse(keyEventSchema, event)).toEqual(event);
          expect(JSON.stringify(event).length).toBeLessThan(2048);
        }
        for (const { accessKeyId } of changed) expect(JSON.stringify(events)).not.toContain(accessKeyId);
      }),
    );
  });
});

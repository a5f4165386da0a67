import { describe, expect, it } from 'vitest';
import { listKeys } from './list-keys.ts';
import { aFailure, AS_OF, keyId } from './testing/account.ts';
import { aLaterAudit, aLaterVerdict, aLook, lookedAt, NEXT_DUE, TUESDAY } from './testing/later-audit.ts';
import { ACCOUNT, RUN } from './testing/plan.ts';
import { aReportedKey, anAccount, anAudit, factsOf, factsWithout } from './testing/report.ts';

const account = anAccount();
const named = (number: number, userName = 'ada') => ({ accessKeyId: keyId(number), userName });
const dated = (number: number, createdAt: string | null = TUESDAY) => ({ ...named(number), createdAt });
const BY_THE_RUN = { policy: 'weekly', runId: RUN };
const UNJUDGED = { lastUsed: { state: 'unknown' }, rule: null, ending: null, verified: null, reason: null };
const standings = (facts: Parameters<typeof listKeys>[1]) =>
  listKeys(account, facts).map(({ accessKeyId, standing }) => [accessKeyId, standing]);

describe('the keys of an account', () => {
  it('are those of its last run, each with how it ended and where its records lie', () => {
    const { accessKeyId, userName, createdAt, lastUsed, rule } = aReportedKey();
    expect(listKeys(account, factsOf())).toEqual([
      {
        ...{ accountId: ACCOUNT, accessKeyId, userName, createdAt, lastUsed, rule, ending: 'deleted', verified: true },
        ...{ reason: null, standing: 'settled', dueAt: null, run: BY_THE_RUN },
      },
    ]);
  });

  it('are none where no run has reported and nothing has looked', () => {
    expect(listKeys(account, factsWithout({ state: 'none-due' }))).toEqual([]);
    const shut = { state: 'unavailable', failure: aFailure() } as const;
    expect(listKeys(account, lookedAt(factsWithout({ state: 'none-due' }), shut))).toEqual([]);
    expect(standings(factsOf({ audit: { ...shut } }))).toEqual([[keyId(), 'settled']]);
  });

  it('stand by our own look in the run, whatever the agent says; one that it did not plan is listed too', () => {
    const facts = factsOf({ audit: anAudit({ overdue: [named(1), named(2)] }) });
    expect(standings(facts)).toEqual([
      [keyId(1), 'overdue'],
      [keyId(2), 'overdue'],
    ]);
    expect(listKeys(account, facts)[1]).toEqual({
      ...{ accountId: ACCOUNT, ...dated(2, null), ...UNJUDGED, standing: 'overdue', dueAt: null, run: BY_THE_RUN },
    });
  });

  it('stand by our look since, which wins over that of the run', () => {
    const report = factsOf({ audit: anAudit({ overdue: [named(1)] }) });
    expect(standings(lookedAt(report, aLook()))).toEqual([[keyId(1), 'settled']]);
    const verdict = aLaterVerdict({ overdue: [named(4)], notYetDue: [dated(2)], leftScope: [dated(3)] });
    const looked = lookedAt(report, aLook({ verdict, live: [dated(2), dated(4, AS_OF), dated(5)] }));
    expect(standings(looked)).toEqual([
      [keyId(1), 'settled'],
      [keyId(4), 'overdue'],
      [keyId(2), 'not-yet-due'],
      [keyId(3), 'left-scope'],
      [keyId(5), 'settled'],
    ]);
    const seen = { accountId: ACCOUNT, ...UNJUDGED, dueAt: null, run: null };
    expect(listKeys(account, looked).slice(1)).toEqual([
      { ...seen, ...dated(4, AS_OF), standing: 'overdue', run: BY_THE_RUN },
      { ...seen, ...dated(2), standing: 'not-yet-due', dueAt: NEXT_DUE },
      { ...seen, ...dated(3), standing: 'left-scope' },
      { ...seen, ...dated(5), standing: 'settled' },
    ]);
  });

  it('are due with the next run, which may judge a key of the last one anew', () => {
    const looked = lookedAt(factsOf(), aLook({ verdict: aLaterVerdict({ notYetDue: [dated(1)] }) }));
    expect(listKeys(account, looked)).toMatchObject([
      { ending: 'deleted', standing: 'not-yet-due', dueAt: NEXT_DUE, run: BY_THE_RUN },
    ]);
  });

  it('are overdue by no run that can be named where there is no record', () => {
    const look = aLook({ verdict: aLaterVerdict({ overdue: [named(1)] }) });
    const later = { state: 'looked', audit: aLaterAudit({ against: null, look }) } as const;
    expect(listKeys(account, { ...factsWithout({ state: 'none-due' }), later })).toMatchObject([
      { standing: 'overdue', createdAt: null, run: null },
    ]);
  });
});

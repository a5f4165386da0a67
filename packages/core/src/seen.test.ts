import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRecord } from './read-record.ts';
import { rememberSeen, seenSchema, seenSince } from './seen.ts';
import { before, DAY } from './testing/account.ts';
import { rulesOf } from './testing/rules.ts';

const FRIDAYS = { policy: 'weekly', schedule: 'cron(55 23 ? * FRI *)', timezone: 'UTC' };
const [first, second] = [before(2 * DAY), before(DAY)];
const seen = rememberSeen(null, { ...FRIDAYS, accountIds: ['222222222222', '111111111111'], at: first });

describe('rememberSeen', () => {
  it('begins with the first sighting', () => {
    expect(seen).toEqual({
      ...{ schema: 'keysweep/seen/1', ...FRIDAYS },
      accounts: { '111111111111': first, '222222222222': first },
    });
  });

  it('keeps the time of who stays, begins that of who comes, and forgets who leaves', () => {
    const later = rememberSeen(seen, { ...FRIDAYS, accountIds: ['222222222222', '333333333333'], at: second });
    expect(later.accounts).toEqual({ '222222222222': first, '333333333333': second });
  });

  it('begins anew for who comes back', () => {
    const away = rememberSeen(seen, { ...FRIDAYS, accountIds: [], at: first });
    expect(rememberSeen(away, { ...FRIDAYS, accountIds: ['111111111111'], at: second }).accounts).toEqual({
      '111111111111': second,
    });
  });

  it.each([{ schedule: 'cron(0 12 ? * MON *)' }, { timezone: 'Europe/London' }])('begins anew under %j', (change) => {
    const accountIds = ['111111111111'];
    expect(rememberSeen(seen, { ...FRIDAYS, ...change, accountIds, at: second }).accounts).toEqual({
      '111111111111': second,
    });
  });

  it('can be read again, whoever is seen', () => {
    const ids = fc.uniqueArray(fc.stringMatching(/^\d{12}$/));
    fc.assert(
      fc.property(ids, (accountIds) => {
        const remembered = rememberSeen(seen, { ...FRIDAYS, accountIds, at: second });
        expect(Object.keys(remembered.accounts).sort()).toEqual(accountIds.sort());
        expect(readRecord(seenSchema, remembered).state).toBe('known');
      }),
    );
  });
});

describe('seenSince', () => {
  const policy = { name: 'weekly', schedule: FRIDAYS.schedule, rules: rulesOf({ timezone: 'UTC' }) };

  it.each([
    ['since its first sighting', policy, '111111111111', first],
    ['not, for an account that nobody has seen', policy, '333333333333', null],
    ['not, under another schedule', { ...policy, schedule: 'cron(0 12 ? * MON *)' }, '111111111111', null],
    ['not, in another time zone', { ...policy, rules: rulesOf({ timezone: 'Asia/Tokyo' }) }, '111111111111', null],
  ])('%s', (_, now, accountId, since) => {
    expect(seenSince(seen, now, accountId)).toBe(since);
  });
});

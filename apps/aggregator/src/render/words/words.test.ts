import { ACCOUNT_STATES, ENDINGS } from '@keysweep/core';
import { describe, expect, it } from 'vitest';
import { calmSummary, summaryOf } from '../testing/summary-of.ts';
import { sweptAccount } from '../testing/swept-account.ts';
import {
  countOf,
  coverageLabel,
  ENDING_ORDER,
  formatAge,
  formatDue,
  formatInstant,
  formatPercent,
  formatUse,
  joinWords,
  STATE_ORDER,
  tellLive,
  tellStory,
  visible,
} from './index.ts';

describe('words', () => {
  it('have a label for every state and ending', () => {
    expect(STATE_ORDER.toSorted()).toEqual(ACCOUNT_STATES.map(({ state }) => state).toSorted());
    expect(ENDING_ORDER.toSorted()).toEqual(ENDINGS.toSorted());
  });

  it('never round a missing account away', () => {
    expect([formatPercent(99.998), formatPercent(100), formatPercent(0), formatPercent(null)]).toEqual([
      '99.9 %',
      '100 %',
      '0 %',
      'none',
    ]);
  });

  it('name times in UTC', () => {
    expect(formatInstant('2026-11-21T00:41:07Z')).toBe('Saturday 21 November 2026, 00:41 UTC');
    expect(formatDue('20261120T235500Z')).toBe('20 Nov 2026, 23:55 UTC');
  });

  it('say how old a key is and when it was used', () => {
    const at = '2026-11-21T00:00:00Z';
    expect([formatAge(null, at), formatAge('2026-11-20T00:00:00Z', at), formatAge('2021-02-03T00:00:00Z', at)]).toEqual(
      [null, '1 day', '5.7 years'],
    );
    expect(formatUse({ state: 'used', at, service: 's3', region: 'eu-west-1' })).toBe('s3 in eu-west-1');
    expect(formatUse({ state: 'used', at, service: null, region: null })).toBe('');
  });

  it('count in plain English', () => {
    expect([countOf(1, 'key'), countOf(0, 'key'), countOf(12_345, 'key')]).toEqual(['1 key', '0 keys', '12,345 keys']);
    expect([joinWords([]), joinWords(['a']), joinWords(['a', 'b']), joinWords(['a', 'b', 'c'])]).toEqual([
      '',
      'a',
      'a and b',
      'a, b and c',
    ]);
    expect(coverageLabel({ inScope: false, covered: false })).toBe('out of scope');
  });

  it('show what cannot be seen', () => {
    expect(visible('a\u202Eb\n\u200B\0\uD800')).toBe('a\\u{202e}b\\u{a}\\u{200b}\\u{0}\\u{d800}');
    expect(visible('Kraków 家族 🔑 =1+1 <b>')).toBe('Kraków 家族 🔑 =1+1 <b>');
  });
});

describe('the story', () => {
  const [first, second] = calmSummaryAccounts();
  const lost = sweptAccount('Lost', 77, '/', { keys: [], agent: { state: 'unreachable', failure: null } });

  it('says what was swept, and what was not and why', () => {
    expect(tellStory(calmSummary()).headline).toBe('All 3 accounts in scope were swept and checked.');
    expect(tellStory(summaryOf({ accounts: [first, second, lost] })).headline).toBe(
      '2 of 3 accounts in scope were swept and checked; 1 could not be reached.',
    );
    expect(tellStory(summaryOf({ accounts: [first] })).headline).toBe(
      'The one account in scope was swept and checked.',
    );
    expect(tellStory(summaryOf({ accounts: [lost] })).headline).toBe(
      'The one account in scope was not swept and checked; 1 could not be reached.',
    );
    expect(tellStory(summaryOf()).headline).toBe('7 of 14 accounts in scope were swept and checked; 7 were not.');
    expect(tellStory(summaryOf({ accounts: [] })).headline).toBe(
      'No account is in scope, so nothing was swept and nothing is proved.',
    );
  });

  it('follows with what is broken, what was revoked and what is out of scope', () => {
    expect(tellStory(summaryOf()).details).toEqual([
      'The other 7: 1 could not be reached, 1 has no agent, 1 did not finish, 1 could not be read in full, 1 was held back, 1 waits for its first sweep and 1 was only observed.',
      '1 account is not compliant; 2 keys that should be gone are still active.',
      '22 keys deleted and 6 deactivated; 7 could not be settled.',
      'Out of scope: 1 account excluded by the configuration and 1 suspended by AWS.',
    ]);
    expect(tellStory(summaryOf({ accounts: [lost] })).details).toEqual(['No key was revoked.']);
  });
});

describe('the keys that work now', () => {
  it('are told with the age of the oldest', () => {
    const [account] = calmSummary().accounts;
    const live = (...each: readonly (readonly [number, string | null])[]) =>
      tellLive({
        ...calmSummary(),
        accounts: each.map(([count, oldestLiveAt]) => ({ ...account!, live: count, oldestLiveAt })),
      });
    expect(live([1_200, '2026-11-01T00:00:00Z'], [34, '2026-11-20T00:00:00Z'])).toBe(
      '1,234 active keys in scope, the oldest made 20 days ago.',
    );
    expect(live([1, null])).toBe('1 active key in scope.');
    expect(live()).toBe('No active keys in scope.');
  });
});

function calmSummaryAccounts() {
  return [sweptAccount('One', 70, '/', { keys: [] }), sweptAccount('Two', 71, '/', { keys: [] })] as const;
}

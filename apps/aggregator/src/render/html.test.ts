import { createHash } from 'node:crypto';
import { RULES } from '@keysweep/core';
import { describe, expect, it } from 'vitest';
import { renderHtml } from './html.tsx';
import { MOST_BYTES } from './page/page-budget.ts';
import { HOSTILE_NAMES } from './testing/hostile-names.ts';
import { makeLarge } from './testing/large-organization.ts';
import { keyNaming, make, makeCalm, makeNaming, pageKeysOf, pageOf } from './testing/summary-of.ts';

const tagsOf = (html: string): string[] => [...html.matchAll(/<(\/?[a-z][a-z0-9]*)/g)].map(([, tag]) => tag as string);

describe('summary.html', () => {
  const html = pageOf(make());

  it('needs nothing from anywhere', () => {
    expect(html).not.toMatch(/(src|href)="(?!#)/);
    expect(html).not.toMatch(/url\(|@import|https?:/);
  });

  it('lets nothing run or load but its own style and script', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
    const hashOf = (tag: string) => {
      const source = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(html)?.[1] ?? '';
      return `${tag}-src 'sha256-${createHash('sha256').update(source).digest('base64')}'`;
    };
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      hashOf('style'),
      hashOf('script'),
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(html).not.toMatch(/ style="| on[a-z]+="/);
  });

  it('never holds a whole key id', () => expect(html).not.toMatch(/AKIA/));

  it('puts the verdict before what needs a person, and that before the lists', () => {
    const places = [
      'id="headline"',
      'id="coverage"',
      'id="attention"',
      'id="changes"',
      'id="units"',
      'id="accounts"',
      'id="keys"',
      'id="ages"',
      'id="kept"',
      'id="uncovered"',
      'id="exemptions"',
      'id="runs"',
    ];
    const found = places.map((place) => html.indexOf(place));
    expect(found.every((index) => index > 0)).toBe(true);
    expect(found.toSorted((left, right) => left - right)).toEqual(found);
    expect(html.lastIndexOf('data-severity="act"')).toBeLessThan(html.indexOf('data-severity="look"'));
  });

  it('says why of every key, and what of a calm week', () => {
    expect(html).toContain(RULES['no-console-access'].replace('kept: ', ''));
    const calm = pageOf(makeCalm());
    expect(calm).toContain('All 3 accounts in scope were swept and checked.');
    expect(calm).toContain('Nothing. Every account in scope is where it should be.');
  });

  it('says of an empty organization that nothing is proved', () => {
    const empty = pageOf(make({ accounts: [], runs: [] }));
    for (const words of ['nothing is proved', 'No key was seen', 'Nobody is exempt', 'No sweep has come due'])
      expect(empty).toContain(words);
  });

  it.each(HOSTILE_NAMES)('has the same tags whatever the names are: %j', (name) => {
    const hostile = pageOf(makeNaming(name));
    expect(tagsOf(hostile)).toEqual(tagsOf(pageOf(makeNaming('plain'))));
    // eslint-disable-next-line no-control-regex
    expect(hostile).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u200B\u202E\uFEFF]/);
  });
});

describe('summary.html of ten thousand accounts', () => {
  const made = makeLarge(10_000);
  const { summary } = made;
  const pageKeys = pageKeysOf(made);
  const sizeOf = (html: string) => Buffer.byteLength(html);
  const countIn = (html: string, mark: string) => html.split(mark).length - 1;

  it('lists all that a person must act on, and holds the rest as data', () => {
    const html = renderHtml(summary, pageKeys);
    expect(sizeOf(html)).toBeLessThan(MOST_BYTES);
    expect(countIn(html, '<li data-of="')).toBe(summary.attention.length);
    expect(html.match(/<tr data-account="\d+" data-state=/g)).toHaveLength(666);
    expect(html.match(/<tr data-account="\d+" data-ending=/g)).toHaveLength(1_329);
    expect(html).toContain('Listed: the 666 accounts that need a person. All 10,000 are counted by unit above');
    expect(html).toContain('data-total="10000" data-embedded="10000"');
    expect(html).toContain(`data-total="${summary.keyRecords}" data-embedded="${summary.keyRecords}"`);
  });

  it.each([
    ['of letters that take six bytes', '&'.repeat(900)],
    ['of letters that cannot be seen', '\u202E'.repeat(900)],
    ['of letters that take three bytes', '家'.repeat(300)],
    ['of an end of the data', '</script>'.repeat(20)],
  ])('fits whatever the names are, and says what it leaves out: %s', (_letters, text) => {
    const accounts = summary.accounts.map((account) => ({
      ...account,
      name: text,
      why: `${account.accountId}${text}`,
    }));
    const keys = pageKeysOf({
      accounts: made.accounts.map(({ digest, keys: own }) => ({
        digest,
        keys: own.map((key) => keyNaming(key, text)),
      })),
    });
    const attention = summary.accounts.map(({ accountId }) => ({
      ...({
        severity: 'act',
        code: 'unreachable',
        accountId,
        message: `${accountId}${text}`,
        todo: 'repair it',
      } as const),
    }));
    const html = renderHtml({ ...summary, accounts, attention }, keys);
    expect(sizeOf(html)).toBeLessThan(MOST_BYTES);
    expect(html).toMatch(/[\d,]+ more findings: there is no room for more here; summary.json has all/);
    expect(countIn(html, '</script>')).toBe(2);
  });

  it('holds every account where all of them are broken, each in its own words', () => {
    const attention = summary.accounts.map(({ accountId }) => ({
      ...({ severity: 'act', code: 'unreachable', accountId, todo: 'repair it' } as const),
      message: `agent: AccessDenied: ${accountId} may not assume keysweep-audit`,
    }));
    const accounts = summary.accounts.map((account) => ({ ...account, state: 'unreachable' as const }));
    const html = renderHtml({ ...summary, accounts, attention }, pageKeys);
    expect(sizeOf(html)).toBeLessThan(MOST_BYTES);
    expect(countIn(html, '<li data-of="')).toBe(10_000);
    expect(html).toContain('of 10,000 accounts that need a person; the others are named above');
    expect(html).toContain('data-total="10000" data-embedded="10000"');
  });

  it('lets no single account crowd out the others', () => {
    const [liar, honest] = summary.attention.filter(({ accountId }) => accountId !== null);
    const lies = Array.from({ length: 100_000 }, (_, index) => ({ ...liar!, message: `lie ${index}` }));
    const html = renderHtml(
      { ...summary, attention: [...lies, { ...honest!, message: 'the one that is true' }] },
      pageKeys,
    );
    expect(html).toContain('the one that is true');
    expect(html).toContain('99,900 more findings: there is no room for more here');
  });
});

import { createHash } from 'node:crypto';
import { RULES } from '@keysweep/core';
import { describe, expect, it } from 'vitest';
import { renderHtml } from './html.tsx';
import { MOST_ROWS } from './page/table.tsx';
import { HOSTILE_NAMES } from './testing/hostile-names.ts';
import { endings } from './testing/keys.ts';
import { calmSummary, summaryNaming, summaryOf } from './testing/summary-of.ts';
import { sweptAccount } from './testing/swept-account.ts';

const tagsOf = (html: string): string[] => [...html.matchAll(/<(\/?[a-z][a-z0-9]*)/g)].map(([, tag]) => tag as string);

describe('summary.html', () => {
  const html = renderHtml(summaryOf());

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
      'id="units"',
      'id="accounts"',
      'id="keys"',
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
    const calm = renderHtml(calmSummary());
    expect(calm).toContain('All 3 accounts in scope were swept and checked.');
    expect(calm).toContain('Nothing. Every account in scope is where it should be.');
  });

  it('says of an empty organization that nothing is proved', () => {
    const empty = renderHtml(summaryOf({ accounts: [], runs: [] }));
    for (const words of ['nothing is proved', 'No key was seen', 'Nobody is exempt', 'No sweep has come due'])
      expect(empty).toContain(words);
  });

  it('says so where a table is too long for a page', () => {
    const keys = endings({ kept: MOST_ROWS + 1 }, 9);
    const long = renderHtml(summaryOf({ accounts: [sweptAccount('Crowded', 9, '/', { keys })] }));
    expect(long).toContain('The first 5,000 of 5,001 rows.');
    expect(long.match(/data-verified=/g)).toHaveLength(MOST_ROWS);
  });

  it.each(HOSTILE_NAMES)('has the same tags whatever the names are: %j', (name) => {
    const hostile = renderHtml(summaryNaming(name));
    expect(tagsOf(hostile)).toEqual(tagsOf(renderHtml(summaryNaming('plain'))));
    // eslint-disable-next-line no-control-regex
    expect(hostile).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u200B\u202E\uFEFF]/);
  });
});

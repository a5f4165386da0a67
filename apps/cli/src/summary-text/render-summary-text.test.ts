import type { Finding } from '@keysweep/core';
import { describe, expect, it } from 'vitest';
import { HOSTILE_NAMES } from '../../../aggregator/src/render/testing/hostile-names.ts';
import { makeLarge } from '../../../aggregator/src/render/testing/large-organization.ts';
import { calmSummary, summaryNaming, summaryOf } from '../../../aggregator/src/render/testing/summary-of.ts';
import { renderSummaryText } from './index.ts';
import { displayWidth } from './wrap.ts';

// eslint-disable-next-line no-control-regex
const ANSI = /\u001B\[\d*m/g;
const widestOf = (text: string): number => Math.max(...text.split('\n').map(displayWidth));

describe('the summary on a terminal', () => {
  it.each([40, 80, 120])('fits %i columns', async (width) => {
    const text = renderSummaryText(summaryOf(), { width, colour: false });
    expect(widestOf(text)).toBeLessThanOrEqual(width);
    await expect(text).toMatchFileSnapshot(`./summary-${width}.golden.txt`);
  });

  it('says a calm week in few lines', async () => {
    const text = renderSummaryText(calmSummary(), { width: 80, colour: false });
    await expect(text).toMatchFileSnapshot('./calm-80.golden.txt');
  });

  it('says the same with colour as without', () => {
    for (const summary of [summaryOf(), calmSummary(), summaryOf({ accounts: [], runs: [] })]) {
      const coloured = renderSummaryText(summary, { width: 80, colour: true });
      expect(coloured).toMatch(ANSI);
      expect(coloured.replace(ANSI, '')).toBe(renderSummaryText(summary, { width: 80, colour: false }));
    }
  });

  it('stays readable on a terminal narrower or wider than any', () => {
    expect(widestOf(renderSummaryText(summaryOf(), { width: 3, colour: false }))).toBeLessThanOrEqual(40);
    expect(widestOf(renderSummaryText(summaryOf(), { width: 500, colour: false }))).toBeLessThanOrEqual(120);
  });

  it.each([40, 80, 120])('says ten thousand accounts on one screen or two, and what it leaves out: %i', (width) => {
    const text = renderSummaryText(makeLarge(10_000).summary, { width, colour: false });
    expect(text.split('\n').length).toBeLessThan(230);
    expect(widestOf(text)).toBeLessThanOrEqual(width);
    const unwrapped = text.replace(/\n +(?=\S)/g, ' ');
    expect(unwrapped).toContain('unreachable: 134 findings');
    expect(unwrapped).toContain('and 129 more accounts, in summary.html');
  });

  it('cuts no list without saying so', () => {
    const summary = summaryOf();
    const [finding] = summary.attention;
    const told = (change: (index: number) => Partial<Finding>) =>
      renderSummaryText(
        { ...summary, attention: Array.from({ length: 30 }, (_, index) => ({ ...finding!, ...change(index) })) },
        { width: 120, colour: false },
      );
    expect(told((index) => ({ code: `code-${index}` }))).toContain('and 18 more findings to act on, in summary.html');
    expect(told((index) => ({ message: `message ${index}` }))).toContain(
      'and 26 more findings of this kind, in summary.html',
    );
    expect(told(() => ({}))).toContain('and 25 more accounts, in summary.html');
  });

  it.each(HOSTILE_NAMES)('lets no name move the cursor, and cuts none off: %j', (name) => {
    for (const width of [40, 80, 120]) {
      const text = renderSummaryText(summaryNaming(name), { width, colour: false });
      // eslint-disable-next-line no-control-regex
      expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u200B\u202E\u2066-\u2069\uFEFF]/);
      expect(widestOf(text)).toBeLessThanOrEqual(width);
    }
  });
});

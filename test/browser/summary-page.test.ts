import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { renderHtml } from '../../apps/aggregator/src/render/index.ts';
import { HOSTILE_NAMES } from '../../apps/aggregator/src/render/testing/hostile-names.ts';
import { calmSummary, summaryNaming, summaryOf } from '../../apps/aggregator/src/render/testing/summary-of.ts';
import { launchBrowser, withoutBrowser } from './chromium.ts';
import { openPage, VIEWS } from './open-page.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const LONGEST = 'W'.repeat(900);

// Playwright evaluates text in the page: the page's own types are none of this package's business.
const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
const axe = `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
  .then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' | ')))`;

describe.skipIf(withoutBrowser)('the page in a browser', { timeout: 60_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  }, 60_000);
  afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
  afterAll(() => browser.close());
  const html = renderHtml(summaryOf());
  const shownIn = (page: Page, table: string) => page.locator(`#${table} tbody tr:visible`);

  it.each(VIEWS)('has nothing that axe finds fault with: $width px, $colorScheme', async (view) => {
    for (const each of [html, renderHtml(calmSummary())]) {
      const { page } = await openPage(browser, each, view);
      // The policy of the page lets no script in; the tool comes in by the debugger instead.
      await page.evaluate(AXE);
      expect(await page.evaluate(axe)).toEqual([]);
    }
  });

  it.each(VIEWS)('shows verdict and coverage in the first view: $width px, $colorScheme', async (view) => {
    const { page, incidents } = await openPage(browser, html, view);
    const height = page.viewportSize()?.height ?? 0;
    for (const place of ['#verdict', '#headline', '#coverage']) {
      const box = await page.locator(place).boundingBox();
      expect(box && box.y >= 0 && box.y + box.height <= height, `${place} ${JSON.stringify(box)}`).toBe(true);
    }
    expect(incidents).toEqual([]);
  });

  it.each([1280, 390, 320, 768, 960, 1000, 1920])('never scrolls sideways at %i px, however long a name is', async (width) => {
    for (const each of [html, renderHtml(summaryNaming(LONGEST))]) {
      const { page } = await openPage(browser, each);
      await page.setViewportSize({ width, height: 800 });
      expect(await page.evaluate(overflow)).toBe(0);
    }
  });

  it.each(HOSTILE_NAMES)('runs nothing and asks for nothing whatever a name says: %j', async (name) => {
    const { page, incidents } = await openPage(browser, renderHtml(summaryNaming(name)));
    expect(await page.evaluate('window.ran')).toBeUndefined();
    expect(incidents).toEqual([]);
    expect(await page.locator('#accounts-table tbody tr').count()).toBe(summaryOf().accounts.length);
  });

  it('filters accounts by word and by state, and says how many are left', async () => {
    const { page, incidents } = await openPage(browser, html);
    const toolbar = page.locator('[data-filters="accounts-table"]');
    await toolbar.getByLabel('Find').fill('sandbox LISBON');
    expect(await shownIn(page, 'accounts-table').count()).toBe(1);
    expect(await toolbar.locator('output').textContent()).toBe('1 of 16 accounts');
    await toolbar.getByLabel('Find').fill('');
    await toolbar.getByLabel('State').selectOption('unreachable');
    expect(await shownIn(page, 'accounts-table').locator('.name').allTextContents()).toEqual(['Legacy batch']);
    await toolbar.getByLabel('State').selectOption('');
    expect(await shownIn(page, 'accounts-table').count()).toBe(16);
    expect(incidents).toEqual([]);
  });

  it('sorts by name and by number, up and down', async () => {
    const { page } = await openPage(browser, html);
    const names = () => page.locator('#accounts-table tbody th .name').allTextContents();
    const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
    const button = page.locator('#accounts-table thead').getByRole('button', { name: 'Account', exact: true });
    await button.click();
    const ascending = await names();
    expect(ascending).toEqual(ascending.toSorted(collator.compare));
    await button.click();
    expect(await names()).toEqual(ascending.toReversed());
    const users = page.locator('#accounts-table thead').getByRole('button', { name: 'Users', exact: true });
    await users.click();
    const counts = (await page.locator('#accounts-table td[data-label="Users"]').allTextContents()).map(Number);
    expect(counts).toEqual(counts.toSorted((left, right) => left - right));
    expect(await page.locator('#accounts-table th[aria-sort]').allTextContents()).toEqual(['Users']);
  });

  it('sorts on a phone, where the headings are gone', async () => {
    const { page } = await openPage(browser, html, { width: 390 });
    const listed = await page.locator('#accounts-table tbody th .name').allTextContents();
    const sort = page.locator('[data-filters="accounts-table"]').getByLabel('Sort by');
    await sort.selectOption('State');
    expect(await page.locator('#accounts-table tbody tr').first().getAttribute('data-state')).toBe('suspended');
    await sort.selectOption('');
    expect(await page.locator('#accounts-table tbody th .name').allTextContents()).toEqual(listed);
  });

  it.each([1280, 390] as const)('is complete without scripts at %i px', async (width) => {
    const summary = summaryOf();
    const { page, incidents } = await openPage(browser, html, { width, javaScriptEnabled: false });
    expect(await shownIn(page, 'accounts-table').count()).toBe(summary.accounts.length);
    expect(await shownIn(page, 'keys-table').count()).toBe(summary.keyRecords.length);
    expect(await page.locator('#attention [data-severity]:visible').count()).toBe(summary.attention.length);
    expect(await page.locator('.toolbar:visible').count()).toBe(0);
    expect(incidents).toEqual([]);
  });

  it('prints what is folded away on the screen', async () => {
    const { page } = await openPage(browser, html);
    await page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = false; })");
    expect(await shownIn(page, 'keys-table').first().isVisible()).toBe(false);
    await page.emulateMedia({ media: 'print' });
    expect((await page.locator('#keys-table').boundingBox())?.height ?? 0).toBeGreaterThan(500);
    expect(await page.locator('.toolbar:visible, nav:visible').count()).toBe(0);
  });

  it('can be walked with the keyboard, and shows where one is', async () => {
    const { page } = await openPage(browser, html);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent.trim()')).toBe('Skip to the summary');
    expect(await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")).toBe('solid');
  });
});

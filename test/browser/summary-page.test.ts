import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Summary } from '@keysweep/core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { HOSTILE_NAMES } from '../../apps/aggregator/src/render/testing/hostile-names.ts';
import { makeLarge } from '../../apps/aggregator/src/render/testing/large-organization.ts';
import {
  make,
  makeCalm,
  makeNaming,
  pageOf,
  summaryOf,
  type Made,
} from '../../apps/aggregator/src/render/testing/summary-of.ts';
import { visible } from '../../apps/aggregator/src/render/words/index.ts';
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
  const html = pageOf(make());
  const shownIn = (page: Page, table: string) => page.locator(`#${table} tbody tr:visible`);

  it.each(VIEWS)('has nothing that axe finds fault with: $width px, $colorScheme', async (view) => {
    for (const each of [html, pageOf(makeCalm())]) {
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

  it.each([
    ['names of every day', html],
    ['names without end', pageOf(makeNaming(LONGEST))],
  ])('never scrolls sideways, on a phone or on a wall: %s', async (_names, each) => {
    const { page } = await openPage(browser, each);
    for (const width of [320, 390, 768, 960, 1000, 1280, 1920]) {
      await page.setViewportSize({ width, height: 800 });
      expect([width, await page.evaluate(overflow)]).toEqual([width, 0]);
    }
  });

  it('runs nothing and asks for nothing whatever the names say', async () => {
    const { page, incidents } = await openPage(browser, pageOf(makeAll(HOSTILE_NAMES)));
    expect(await page.evaluate('window.ran')).toBeUndefined();
    expect(await page.locator('#accounts-table tbody th .name').allTextContents()).toEqual(HOSTILE_NAMES.map(visible));
    await page.locator('[data-filters="accounts-table"]').getByLabel('Find').fill('<script>');
    await page.locator('#accounts-table thead').getByRole('button', { name: 'Account', exact: true }).click();
    expect(await page.evaluate('window.ran')).toBeUndefined();
    expect(incidents).toEqual([]);
  });

  it('would notice: the same names run where they are not escaped', async () => {
    const { page, incidents } = await openPage(
      browser,
      '<!doctype html><p>"><img src=x onerror="window.ran=1;alert(2)">',
    );
    await expect.poll(() => page.evaluate('window.ran')).toBe(1);
    expect(incidents).toContain('dialog: 2');
  });

  it('makes rows of its data without making anything of the names', async () => {
    const { page, incidents } = await openPage(browser, pageOf(makeAll(HOSTILE_NAMES)));
    const toolbar = page.locator('[data-filters="accounts-table"]');
    await page.locator('details').evaluateAll('(all) => all.forEach((each) => { each.open = true; })');
    for (const table of ['accounts-table', 'keys-table'])
      await page.locator(`[data-filters="${table}"] input`).fill('11112222');
    await expect.poll(() => toolbar.locator('output').textContent()).toBe('24 of 24 accounts');
    expect(await page.locator('#accounts-table tbody th .name').allTextContents()).toEqual(HOSTILE_NAMES.map(visible));
    expect(new Set(await page.locator('#keys-table td:nth-child(2) .name').allTextContents())).toEqual(
      new Set(HOSTILE_NAMES.map(visible)),
    );
    await page.locator('#accounts-table .show').first().click();
    expect(await page.locator('#accounts-table .keys-of .name').first().textContent()).toBe(visible(HOSTILE_NAMES[0]!));
    expect(await page.evaluate('window.ran')).toBeUndefined();
    expect(incidents).toEqual([]);
  });

  it('finds any of ten thousand accounts, and shows its keys', async () => {
    const { page, incidents } = await openPage(browser, pageOf(makeLarge(10_000)));
    const toolbar = page.locator('[data-filters="accounts-table"]');
    expect(await shownIn(page, 'accounts-table').count()).toBe(100);
    await page.getByRole('button', { name: 'Show 100 more of 566' }).click();
    expect(await shownIn(page, 'accounts-table').count()).toBe(200);
    await toolbar.getByLabel('Find').fill('00001');
    expect(await toolbar.locator('output').textContent()).toBe('1 of 10,000 accounts');
    await page.locator('#accounts-table .show').click();
    expect(await page.locator('#accounts-table .keys-of li').count()).toBe(5);
    await page.evaluate(AXE);
    expect(await page.evaluate(axe)).toEqual([]);
    await toolbar.getByLabel('Find').fill('');
    await toolbar.locator('[data-choice]').selectOption('*');
    expect(await toolbar.locator('output').textContent()).toBe('10,000 of 10,000 accounts');
    expect(incidents).toEqual([]);
  });

  it('prints all that is listed of ten thousand accounts', async () => {
    const { page } = await openPage(browser, pageOf(makeLarge(10_000)));
    await page.emulateMedia({ media: 'print' });
    await expect.poll(() => page.locator('#accounts-table tbody tr').count()).toBe(666);
    await page.emulateMedia({ media: 'screen' });
    await expect.poll(() => page.locator('#accounts-table tbody tr').count()).toBe(100);
  });

  it('filters accounts by word and by state, and says how many are left', async () => {
    const { page, incidents } = await openPage(browser, html);
    const toolbar = page.locator('[data-filters="accounts-table"]');
    await toolbar.getByLabel('Find').fill('sandbox LISBON');
    expect(await shownIn(page, 'accounts-table').count()).toBe(1);
    expect(await toolbar.locator('output').textContent()).toBe('1 of 16 accounts');
    await toolbar.getByLabel('Find').fill('');
    await toolbar.locator('[data-choice]').selectOption('unreachable');
    expect(await shownIn(page, 'accounts-table').locator('.name').allTextContents()).toEqual(['Legacy batch']);
    await toolbar.locator('[data-choice]').selectOption('');
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
    const counts = (await page.locator('#accounts-table tbody td:nth-child(5)').allTextContents()).map(Number);
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
    expect(await shownIn(page, 'keys-table').count()).toBe(summary.keyRecords);
    expect(await page.locator('#attention [data-of]:visible').count()).toBe(summary.attention.length);
    for (const place of ['changes', 'ages', 'kept', 'uncovered', 'exemptions', 'runs'])
      expect([place, await page.locator(`#${place} > :visible`).count()]).not.toEqual([place, 1]);
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
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
  });
});

/** One account, key, unit, exemption and finding for every name, each named so wherever a stranger may have written. */
function makeAll(names: readonly string[]): Made {
  const each = names.map(makeNaming);
  const summaries = each.map(({ summary }) => summary);
  const accounts = each.flatMap((made) => made.accounts.filter(({ keys }) => keys.length > 0).slice(0, 1));
  const oneKeyEach = accounts.map(({ digest, keys }, index) => {
    const accountId = String(111_122_224_000 + index);
    return {
      digest: { ...digest, account: { ...digest.account, accountId } },
      keys: keys.slice(0, 1).map((key) => ({ ...key, accountId })),
    };
  });
  return {
    accounts: oneKeyEach,
    summary: {
      ...summaryOf(),
      accounts: oneKeyEach.map(({ digest }) => digest.account),
      attention: summaries.flatMap(({ attention }) => attention.slice(0, 1)),
      organizationalUnits: summaries.flatMap(({ organizationalUnits }) => organizationalUnits.slice(0, 1)),
      exemptions: summaries.flatMap(({ exemptions }) => exemptions.slice(0, 1)),
      keyRecords: oneKeyEach.length,
      changes: {
        ...(summaryOf().changes as NonNullable<Summary['changes']>),
        departed: summaries.flatMap(({ changes }) => changes?.departed ?? []),
        vanishedGroups: summaries.flatMap(({ changes }) => changes?.vanishedGroups ?? []),
      },
      runs: summaries.flatMap(({ runs }) => runs.slice(0, 1)),
    },
  };
}

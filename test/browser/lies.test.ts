import { publishSummary } from '@keysweep/aggregator';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { visible } from '../../apps/aggregator/src/render/words/index.ts';
import { HOSTILE_WORDS, saying } from '../flow/hostile-lies.ts';
import { withLiar } from '../flow/liar.ts';
import { deleteEverything, smallOrganization } from '../flow/small-organization.ts';
import { readPublished } from '../published-files.ts';
import { setStage } from '../stage.ts';
import { launchBrowser, withoutBrowser } from './chromium.ts';
import { openPage } from './open-page.ts';

describe.skipIf(withoutBrowser)('the page of an organization with a lying agent', { timeout: 60_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  }, 60_000);
  afterAll(() => browser.close());

  it.each(HOSTILE_WORDS.filter((words) => words.includes('<script>')).map((words) => [words.length, words] as const))(
    'runs nothing of what it wrote, and shows it: %i characters',
    async (_, words) => {
      const stage = await setStage({ organization: smallOrganization(), config: deleteEverything });
      await stage.sweep({ centre: withLiar(stage.newCentre(), ...saying(words)) });
      const order = { id: 'lies', audit: { state: 'absent' }, hashed: stage.hashed } as const;
      const { latest } = await publishSummary(order, stage.newCentre());
      const { page: html } = await readPublished(stage.newCentre().evidence, latest.summary);
      await stage.organization.close();

      const { page, incidents } = await openPage(browser, html);
      await page.locator('#keys summary').click();

      expect(await page.evaluate('window.ran')).toBeUndefined();
      expect(incidents).toEqual([]);
      const shown = (place: string) => page.locator(place).allTextContents();
      expect((await shown('#accounts-table tbody')).join()).toContain(visible(words).slice(0, 100));
      expect((await shown('#keys-table tbody')).join()).toContain(visible(words).slice(0, 100));
      expect(await page.locator('#accounts-table tbody tr:visible').count()).toBe(3);
      await page.context().close();
    },
  );
});

import type { Browser, Page } from 'playwright-core';

/** How a reader looks at the page. */
export interface View {
  readonly width: 1280 | 390;
  readonly colorScheme: 'light' | 'dark';
}

/** Every way the page is looked at: on a desk and on a phone, by day and by night. */
export const VIEWS: readonly View[] = [
  { width: 1280, colorScheme: 'light' },
  { width: 1280, colorScheme: 'dark' },
  { width: 390, colorScheme: 'light' },
  { width: 390, colorScheme: 'dark' },
];

/** A page, and everything that happened on it that should not: dialogs, errors, complaints, requests. */
export interface OpenPage {
  readonly page: Page;
  readonly incidents: readonly string[];
}

const ADDRESS = 'http://summary.test/';

/** Opens the page with the network cut off: only the page itself is answered, and every other request is noted. */
export async function openPage(
  browser: Browser,
  html: string,
  view: Partial<View> & { readonly javaScriptEnabled?: boolean } = {},
): Promise<OpenPage> {
  const { width = 1280, colorScheme = 'light', javaScriptEnabled = true } = view;
  const context = await browser.newContext({
    viewport: { width, height: width === 1280 ? 800 : 844 },
    colorScheme,
    javaScriptEnabled,
  });
  const page = await context.newPage();
  const incidents: string[] = [];
  page.on('dialog', (dialog) => {
    incidents.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('pageerror', (error) => incidents.push(`error: ${error.message}`));
  page.on('console', (message) => incidents.push(`console: ${message.text()}`));
  await page.route('**', (route) => {
    if (route.request().url() === ADDRESS)
      return route.fulfill({ contentType: 'text/html; charset=utf-8', body: html });
    if (!route.request().url().endsWith('/favicon.ico')) incidents.push(`request: ${route.request().url()}`);
    return route.abort();
  });
  await page.goto(ADDRESS);
  return { page, incidents };
}

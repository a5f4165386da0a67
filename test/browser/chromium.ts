import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const present = existsSync(executablePath);
const required = process.env['CI'] === 'true';

/** Whether the browser tests are left out: never in CI, where a missing browser fails them instead. */
export const withoutBrowser = !present && !required;

if (withoutBrowser)
  process.stderr.write(
    `\nNO BROWSER at ${executablePath}: the page is NOT tested in one. Install chromium or set CHROMIUM_PATH.\n\n`,
  );

/** Starts the browser; it needs no network, and may not use any. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { renderAccountsCsv, renderJson } from '../../apps/aggregator/src/render/index.ts';
import { makeLarge } from '../../apps/aggregator/src/render/testing/large-organization.ts';
import { keysCsvOf, make, pageOf, type Made } from '../../apps/aggregator/src/render/testing/summary-of.ts';
import { launchBrowser, withoutBrowser } from '../browser/chromium.ts';

/**
 * What one rendering, in a process of its own, reports of itself. Memory is the peak of the whole process, which holds all keys;
 * what the centre takes, which does not, is measured by the benchmark of its handlers.
 */
interface Measured {
  readonly file: string;
  readonly bytes: number;
  readonly ms: number;
  readonly peakMb: number;
}

const RENDERERS = {
  'summary.html': pageOf,
  'accounts.csv': ({ summary }: Made) => renderAccountsCsv(summary),
  'keys.csv': keysCsvOf,
  'summary.json': ({ summary }: Made) => renderJson(summary),
} as const;
/** Accounts × users; 0 is the summary of the tests, in which everything occurs. */
const SIZES = [
  [0, 5],
  [60, 5],
  [1_000, 5],
  [10_000, 5],
  [10_000, 50],
] as const;
const TASK = 'KEYSWEEP_BENCH_RENDER';

const task = process.env[TASK];
if (task === undefined) await measureAll();
else renderOne(JSON.parse(task) as Task);

/** One file of one summary. Without a file, what the summary alone takes is measured. */
interface Task {
  readonly accounts: number;
  readonly users: number;
  readonly file?: keyof typeof RENDERERS;
  readonly out: string;
}

function renderOne({ accounts, users, file, out }: Task): void {
  const made = accounts === 0 ? make() : makeLarge(accounts, users);
  const started = performance.now();
  const text = file === undefined ? '' : RENDERERS[file](made);
  const ms = performance.now() - started;
  const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
  writeFileSync(out, text);
  process.stdout.write(JSON.stringify({ file: file ?? 'the summary alone', ms, peakMb }));
}

async function measureAll(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'keysweep-render-'));
  const browser = withoutBrowser ? null : await launchBrowser();
  try {
    for (const [accounts, users] of SIZES) {
      console.log(
        `\n${accounts === 0 ? 'the tests’ summary of 16 accounts' : `${accounts} accounts × ${users} users`}`,
      );
      for (const file of [undefined, ...Object.keys(RENDERERS)]) {
        const out = join(folder, file ?? 'none');
        print(
          spawnTask({ accounts, users, ...(file === undefined ? {} : { file: file as keyof typeof RENDERERS }), out }),
        );
      }
      if (browser !== null) await measureOpening(browser, join(folder, 'summary.html'));
    }
  } finally {
    await browser?.close();
    rmSync(folder, { recursive: true });
  }
}

function spawnTask(given: Task): Measured {
  const child = spawnSync(process.execPath, [fileURLToPath(import.meta.url)], {
    env: { ...process.env, [TASK]: JSON.stringify(given) },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return { ...(JSON.parse(child.stdout) as Omit<Measured, 'bytes'>), bytes: statSync(given.out).size };
}

function print({ file, bytes, ms, peakMb }: Measured): void {
  console.log(
    `  ${file.padEnd(20)} ${String(bytes).padStart(11)} bytes ${ms.toFixed(0).padStart(6)} ms   peak ${String(peakMb).padStart(4)} MB`,
  );
}

/** Milliseconds from the start of the navigation, in a window of its own, the machine being as busy as it is. */
async function measureOpening(browser: Browser, path: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(pathToFileURL(path).href);
  const paint = await page.evaluate<number>(
    `new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1), 50)))`,
  );
  const usable = await page.evaluate<number>(`performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd`);
  const ask = `(() => {
    const search = document.querySelector('[data-filters="accounts-table"] input');
    const started = performance.now();
    search.value = 'ledger';
    search.dispatchEvent(new Event('input'));
    document.body.getBoundingClientRect();
    return performance.now() - started;
  })()`;
  const first = await page.evaluate<number>(ask);
  const second = await page.evaluate<number>(ask);
  console.log(
    `  opened in Chromium: first paint ${paint.toFixed(0)} ms, tables usable ${usable.toFixed(0)} ms, first search ${first.toFixed(0)} ms, next ${second.toFixed(0)} ms`,
  );
  await page.close();
}

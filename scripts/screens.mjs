// Renders a summary as its readers see it: the page on a screen, on a phone and on paper, the text in a terminal.
//   node scripts/screens.mjs [summary.json] [outDir]
// Without a summary.json the demo's is taken; its keys.jsonl lies beside it. `--sample` takes the made-up summary of the tests, in which everything
// occurs; `--sample=10000` one of that many accounts.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const positional = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const samples = process.argv.filter((argument) => /^--sample(=\d+)?$/.test(argument));
const sample = samples.length > 0;
const accounts = Number(samples[0]?.split('=')[1] ?? 0);
const source = resolve((sample ? undefined : positional[0]) ?? join(root, 'keysweep-demo/summary.json'));
const outDir = resolve((sample ? positional[0] : positional[1]) ?? join(root, 'keysweep-demo/screens'));

if (!sample && !existsSync(source)) {
  process.stderr.write(`there is no ${source}: name a summary.json, run the demo first, or use --sample\n`);
  process.exit(64);
}

const { build } = createRequire(join(root, 'apps/revoker/package.json'))('esbuild');
const { chromium } = createRequire(join(root, 'test/package.json'))('playwright-core');

const { PageKeys, renderHtml, renderSummaryText, make, makeLarge, pageKeysOf } = await bundleRenderers();
const { summary, pageKeys } = sample ? madeUp(accounts > 0 ? makeLarge(accounts) : make()) : published(source);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
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
mkdirSync(outDir, { recursive: true });
writeFileSync(join(outDir, 'summary.html'), renderHtml(summary, pageKeys));
for (const width of [1280, 390]) for (const colorScheme of ['light', 'dark']) await shootPage(width, colorScheme);
await shootPaper();
for (const columns of [40, 80, 120]) await shootTerminal(columns);
await browser.close();

function madeUp(made) {
  return { summary: made.summary, pageKeys: pageKeysOf(made) };
}

/** A published summary, with the keys that lie beside it. */
function published(path) {
  const summary = JSON.parse(readFileSync(path, 'utf8'));
  const lines = readFileSync(join(path, '../keys.jsonl'), 'utf8').split('\n').filter(Boolean);
  const keys = byAccount(lines.map((line) => JSON.parse(line)));
  const findings = byAccount(summary.attention);
  const pageKeys = new PageKeys();
  for (const account of summary.accounts) {
    const { accountId } = account;
    pageKeys.take({ digest: { account, findings: findings.get(accountId) ?? [] }, keys: keys.get(accountId) ?? [] });
  }
  return { summary, pageKeys };
}

function byAccount(records) {
  const grouped = new Map();
  for (const record of records) grouped.set(record.accountId, [...(grouped.get(record.accountId) ?? []), record]);
  return grouped;
}

/** The renderers as they are in the source now, in one bundle beside this run's pictures. */
async function bundleRenderers() {
  const outfile = join(outDir, '.renderers.cjs');
  const contents = `
    export { PageKeys, renderHtml } from './apps/aggregator/src/render/index.ts';
    export { makeLarge } from './apps/aggregator/src/render/testing/large-organization.ts';
    export { make, pageKeysOf } from './apps/aggregator/src/render/testing/summary-of.ts';
    export { renderSummaryText } from './apps/cli/src/summary-text/index.ts';`;
  await build({
    stdin: { contents, resolveDir: root },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'error',
    absWorkingDir: root,
  });
  return import(pathToFileURL(outfile).href);
}

async function shootPage(width, colorScheme) {
  const page = await browser.newPage({
    viewport: { width, height: width > 600 ? 800 : 844 },
    colorScheme,
    deviceScaleFactor: width > 600 ? 1 : 2,
  });
  await page.goto(pathToFileURL(join(outDir, 'summary.html')).href);
  await save(page, `page-${width}-${colorScheme}-first-view.png`, false);
  await save(page, `page-${width}-${colorScheme}.png`, true);
  await page.close();
}

async function shootPaper() {
  const page = await browser.newPage({ viewport: { width: 794, height: 1123 } });
  await page.goto(pathToFileURL(join(outDir, 'summary.html')).href);
  await page.emulateMedia({ media: 'print' });
  await save(page, 'page-print.png', true);
  await page.pdf({ path: join(outDir, 'page-print.pdf'), format: 'A4', preferCSSPageSize: true });
  process.stdout.write(`${join(outDir, 'page-print.pdf')}\n`);
  await page.close();
}

async function shootTerminal(columns) {
  const text = renderSummaryText(summary, { width: columns, colour: true });
  const page = await browser.newPage({ viewport: { width: 200, height: 200 }, deviceScaleFactor: 2 });
  await page.setContent(terminalPage(columns));
  await page.locator('pre').evaluate(paint, text);
  await page.locator('pre').screenshot({ path: join(outDir, `terminal-${columns}.png`) });
  process.stdout.write(`${join(outDir, `terminal-${columns}.png`)}\n`);
  await page.close();
}

async function save(page, name, fullPage) {
  await page.screenshot({ path: join(outDir, name), fullPage });
  process.stdout.write(`${join(outDir, name)}\n`);
}

function terminalPage(columns) {
  return `<!doctype html><style>
    body { margin: 0; background: #15181d; }
    pre { margin: 0; padding: 16px; width: calc(${columns}ch + 32px); color: #d6dae0; background: #15181d; font: 14px/1.35 "DejaVu Sans Mono", monospace; }
    .c1 { font-weight: bold; } .c2 { color: #8a93a0; } .c31 { color: #ff7b72; } .c32 { color: #7ee2a8; } .c33 { color: #e3b341; } .c34 { color: #79b8ff; } .c36 { color: #76d9e6; }
  </style><pre></pre>`;
}

/** Runs in the page: ANSI colours to spans. Text goes in as text. */
function paint(pre, text) {
  const open = new Set();
  const ends = {
    22: ['c1', 'c2'],
    39: ['c31', 'c32', 'c33', 'c34', 'c36'],
    0: ['c1', 'c2', 'c31', 'c32', 'c33', 'c34', 'c36'],
  };
  for (const [index, part] of text.split('\u001b[').entries()) {
    const [code, words] =
      index === 0 ? ['', part] : [part.slice(0, part.indexOf('m')), part.slice(part.indexOf('m') + 1)];
    if (ends[code]) for (const name of ends[code]) open.delete(name);
    else open.add(`c${code}`);
    const span = pre.ownerDocument.createElement('span');
    span.className = [...open].join(' ');
    span.textContent = words;
    pre.append(span);
  }
}

// Runs one benchmark by name, or all: `pnpm --filter @keysweep/test bench [name]`. Bundles it first, as the apps are.
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const wanted = process.argv[2];
const names = (await readdir(here)).filter(
  (name) => name.endsWith('.bench.ts') && (wanted === undefined || name.startsWith(wanted)),
);
if (names.length === 0) {
  console.error(`no benchmark is named ${wanted}`);
  process.exit(64);
}
const folder = await mkdtemp(join(here, '.bundle-'));
try {
  for (const name of names) {
    const outfile = join(folder, name.replace(/\.ts$/, '.mjs'));
    await build({
      entryPoints: [join(here, name)],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      mainFields: ['module', 'main'],
      external: ['playwright-core'],
      logLevel: 'warning',
      banner: {
        js: "import { createRequire as benchRequire } from 'node:module';const require = benchRequire(import.meta.url);",
      },
    });
    await import(pathToFileURL(outfile).href);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

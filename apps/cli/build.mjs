// Bundles the CLI: everything in, split by command, with what the rehearsal needs beside it.
import { execFileSync } from 'node:child_process';
import { cp, mkdir, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { build } from 'esbuild';

await rm('dist', { recursive: true, force: true });
await build({
  entryPoints: { keysweep: 'src/main.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  minify: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  mainFields: ['module', 'main'],
  legalComments: 'none',
  // Beside the entry, so that what ships with the CLI lies at one place relative to every file of it.
  chunkNames: '[name]-[hash]',
  banner: {
    js: "#!/usr/bin/env node\nimport { createRequire as keysweepCreateRequire } from 'node:module';const require = keysweepCreateRequire(import.meta.url);",
  },
});
// The SDK that rehearsed functions find, as Lambda's own runtime brings one.
await build({
  stdin: { contents: "module.exports = require('@aws-sdk/client-iam');", resolveDir: '../../packages/aws' },
  outfile: 'dist/lambda-runtime/node_modules/@aws-sdk/client-iam/index.js',
  bundle: true,
  minify: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  legalComments: 'none',
});
await mkdir('dist/examples', { recursive: true });
await cp('../../packages/local-organization/src/lambda-runtime/bootstrap.mjs', 'dist/lambda-runtime/bootstrap.mjs');
for (const bundle of ['revoker/dist/revoker', 'revoker/dist/standalone', 'aggregator/dist/aggregator'])
  await cp(`../${bundle}.cjs`, `dist/${basename(bundle)}.cjs`);
await cp('../../packages/core/keysweep.schema.json', 'dist/keysweep.schema.json');
await cp('../../examples', 'dist/examples', { recursive: true });
await mkdir('dist/schemas', { recursive: true });
for (const name of ['keysweep', 'summary', 'key'])
  await cp(`../../packages/core/${name}.schema.json`, `dist/schemas/${name}.schema.json`);
execFileSync(process.execPath, ['synthesize-rehearsal.mjs'], { stdio: 'inherit' });

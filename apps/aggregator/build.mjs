// Bundles the centre's functions: one CommonJS file with everything in it, the SDK too, marked with the hash of its code.
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';

const options = {
  entryPoints: ['src/handlers/index.ts'],
  bundle: true,
  minify: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  mainFields: ['module', 'main'],
  // Node 20 has them; lowered, valibot's emoji pattern becomes a call that cannot be dropped.
  supported: { 'regexp-unicode-property-escapes': true },
  legalComments: 'none',
  write: false,
};
const bundle = async (define) => (await build({ ...options, define })).outputFiles[0].text;
const hash = createHash('sha256')
  .update(await bundle({ KEYSWEEP_BUNDLE_HASH: 'undefined' }))
  .digest('hex');
const code = await bundle({ KEYSWEEP_BUNDLE_HASH: JSON.stringify(hash) });
await mkdir('dist', { recursive: true });
await writeFile('dist/aggregator.cjs', code);
console.log(`dist/aggregator.cjs ${Buffer.byteLength(code)} bytes`);

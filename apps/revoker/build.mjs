// Two bundles, so that the member agent holds no code that acts without a signed order.
import { mkdir, writeFile } from 'node:fs/promises';
import { bundleHandler } from './bundle.mjs';

await mkdir('dist', { recursive: true });
for (const [source, file] of [
  ['./src/handler.ts', 'dist/revoker.cjs'],
  ['./src/standalone.ts', 'dist/standalone.cjs'],
]) {
  const code = await bundleHandler(source);
  await writeFile(file, code);
  console.log(`${file} ${Buffer.byteLength(code)} bytes`);
}

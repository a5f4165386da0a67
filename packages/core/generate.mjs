// Writes what is generated from the schema of the configuration: keysweep.schema.json for editors, and the reference in
// docs/configuration.md. `--check` writes nothing and fails when either is not fresh. Needs a Node that reads TypeScript.
import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { configPage, configSchemaJson } from './src/config/published.ts';

const outputs = [
  { url: new URL('keysweep.schema.json', import.meta.url), text: configSchemaJson() },
  { url: new URL('../../docs/configuration.md', import.meta.url), text: configPage() },
];

for (const { url, text } of outputs) {
  const formatted = await format(text, { ...(await resolveConfig(url)), filepath: url.pathname });
  const present = await readFile(url, 'utf8').catch(() => '');
  if (present === formatted) continue;
  if (process.argv.includes('--check')) {
    console.error(`${url.pathname} is not fresh: run pnpm generate`);
    process.exitCode = 1;
  } else {
    await writeFile(url, formatted);
  }
}

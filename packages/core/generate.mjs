// Writes what is generated from schemas: of the configuration, keysweep.schema.json for editors and the reference in
// docs/configuration.md; of the summary, a JSON Schema of summary.json and one of a line of keys.jsonl. All as `pnpm format`
// leaves them. A test fails when one is not fresh.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { configPage, configSchemaJson } from './src/config/published.ts';
import { keySchemaJson, summarySchemaJson } from './src/published-summary.ts';

const prettier = fileURLToPath(new URL('../../node_modules/prettier/bin/prettier.cjs', import.meta.url));
const generated = [
  ['keysweep.schema.json', configSchemaJson()],
  ['summary.schema.json', summarySchemaJson()],
  ['key.schema.json', keySchemaJson()],
  ['../../docs/configuration.md', configPage()],
].map(([name, text]) => [fileURLToPath(new URL(name, import.meta.url)), text]);

for (const [file, text] of generated) writeFileSync(file, text);
execFileSync(process.execPath, [prettier, '--write', '--log-level', 'warn', ...generated.map(([file]) => file)], {
  stdio: 'inherit',
});

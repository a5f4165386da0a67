// Writes what is generated from the schema of the configuration: keysweep.schema.json for editors, and the reference in
// docs/configuration.md, both as `pnpm format` leaves them. A test fails when either is not fresh.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { configPage, configSchemaJson } from './src/config/published.ts';

const schemaFile = fileURLToPath(new URL('keysweep.schema.json', import.meta.url));
const pageFile = fileURLToPath(new URL('../../docs/configuration.md', import.meta.url));
const prettier = fileURLToPath(new URL('../../node_modules/prettier/bin/prettier.cjs', import.meta.url));

writeFileSync(schemaFile, configSchemaJson());
writeFileSync(pageFile, configPage());
execFileSync(process.execPath, [prettier, '--write', '--log-level', 'warn', schemaFile, pageFile], {
  stdio: 'inherit',
});

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** The built bundle, as it is deployed. `pnpm build` makes it. */
export function readRevokerBundle(): string {
  return readFileSync(createRequire(import.meta.url).resolve('@keysweep/revoker/bundle'), 'utf8');
}

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { resolve } = createRequire(import.meta.url);

/** The built bundle of the agent, as it is deployed. `pnpm build` makes it. */
export function readRevokerBundle(): string {
  return readFileSync(resolve('@keysweep/revoker/bundle'), 'utf8');
}

/** The built bundle of an account by itself, likewise. */
export function readStandaloneBundle(): string {
  return readFileSync(resolve('@keysweep/revoker/standalone'), 'utf8');
}

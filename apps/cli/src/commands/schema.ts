import { readFile } from 'node:fs/promises';
import { KeysweepError } from '@keysweep/core';
import { EXIT_CODES } from '../exit-codes.ts';
import type { Terminal } from '../terminal.ts';

/** The published schemas, which lie beside the built CLI. */
const FILES = {
  config: 'keysweep.schema.json',
  summary: 'summary.schema.json',
  key: 'key.schema.json',
} as const;

/** Prints a JSON Schema (draft 7), for editors and whoever reads what keysweep writes. */
export async function schema(of: keyof typeof FILES, { data }: Terminal): Promise<number> {
  data(await read(FILES[of]));
  return EXIT_CODES.ok;
}

async function read(name: string): Promise<string> {
  try {
    return await readFile(new URL(`./schemas/${name}`, import.meta.url), 'utf8');
  } catch (cause) {
    throw new KeysweepError('environment-invalid', `${name} is not there`, {
      hint: 'in the repository: pnpm install && pnpm build',
      cause,
    });
  }
}

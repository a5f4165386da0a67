import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { KeysweepError } from '@keysweep/core';
import type { AssemblyProps } from '@keysweep/stacksets';
import { loadTemplates, type Templates } from './templates.ts';

/** Where the templates and the built programs come from. */
export interface SynthSources {
  readonly templates: () => Templates;
  readonly bundles: () => Promise<AssemblyProps['bundles']>;
}

/** Those that lie beside the built CLI. */
export const BUILT_SOURCES: SynthSources = {
  templates: () => loadTemplates(),
  bundles: async () => ({
    revoker: await bundle('./revoker.cjs'),
    aggregator: await bundle('./aggregator.cjs'),
    standalone: await bundle('./standalone.cjs'),
  }),
};

async function bundle(path: string): Promise<string> {
  try {
    return await readFile(new URL(path, import.meta.url), 'utf8');
  } catch (cause) {
    const missing = fileURLToPath(new URL(path, import.meta.url));
    throw new KeysweepError('environment-invalid', `${missing}, which is deployed, is not there`, {
      hint: 'in the repository: pnpm install && pnpm build',
      cause,
    });
  }
}

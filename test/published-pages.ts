import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** A page in Markdown, by its path in the repository. */
export interface Page {
  readonly path: string;
  readonly text: string;
}

const NOT_OURS = new Set(['node_modules', 'dist', 'coverage']);

/** Every page of the repository. */
export function publishedPages(): Page[] {
  return pagesIn('').map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
}

function pagesIn(folder: string): string[] {
  const entries = readdirSync(join(ROOT, folder), { withFileTypes: true });
  return entries.flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isFile()) return entry.name.endsWith('.md') ? [path] : [];
    return entry.isDirectory() && !NOT_OURS.has(entry.name) && !entry.name.startsWith('.') ? pagesIn(path) : [];
  });
}

import { readFile } from 'node:fs/promises';
import { parseDocument } from 'yaml';
import { checkDescription, invalid } from './check.ts';
import type { CheckedDescription } from './schema.ts';

/** Reads and checks a description in YAML. */
export async function readDescription(path: string): Promise<CheckedDescription> {
  const document = parseDocument(await readFile(path, 'utf8'));
  if (document.errors.length === 0) return checkDescription(document.toJS());
  throw invalid(
    document.errors.map((error) => ({ path: `line ${error.linePos?.[0].line ?? '?'}`, problem: error.message })),
  );
}

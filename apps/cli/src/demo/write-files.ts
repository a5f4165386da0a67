import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renderAccountsCsv, renderHtml, renderJson, renderKeysCsv } from '@keysweep/aggregator';
import type { Summary } from '@keysweep/core';

/** Writes a summary in its four forms and returns their paths, the page first. */
export async function writeSummaryFiles(summary: Summary, folder: string): Promise<string[]> {
  const files = {
    'summary.html': renderHtml(summary),
    'summary.json': renderJson(summary),
    'accounts.csv': renderAccountsCsv(summary),
    'keys.csv': renderKeysCsv(summary),
  };
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return Object.keys(files).map((name) => join(folder, name));
}

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { demand, evidenceKeys, type EvidenceStore, type Summary } from '@keysweep/core';

/** The files of a published summary, the page first. */
const FILES = ['summary.html', 'summary.json', 'accounts.csv', 'keys.csv', 'keys.jsonl'] as const;

/** Copies the files of a published summary out of the bucket, and returns their paths, the page first. */
export async function writeSummaryFiles(
  { id }: Pick<Summary, 'id'>,
  evidence: EvidenceStore,
  folder: string,
): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  for (const name of FILES) {
    const { body } = demand(await evidence.get(`${evidenceKeys.summary(id)}/${name}`), name);
    await writeFile(join(folder, name), body);
  }
  return FILES.map((name) => join(folder, name));
}

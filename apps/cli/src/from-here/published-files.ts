import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { demand, KeysweepError, type EvidenceStore } from '@keysweep/core';
import { unwritable } from '../unwritable.ts';

/** What is published is named by us; nothing else becomes a file. */
const PLAIN_NAME = /^[a-z][a-z.-]*$/;
const PIECE = 1_048_576;

/**
 * Copies the files of a published summary, whatever they are, out of the evidence into a folder; their paths there. Each is whole
 * or not replaced.
 */
export async function copyPublished(evidence: EvidenceStore, summary: string, folder: string): Promise<string[]> {
  const { items, end } = await evidence.list(`${summary}/`);
  if (end.state === 'unknown') demand(end, 'the files of the summary');
  await mkdir(folder, { recursive: true });
  const names = items.map((key) => key.slice(summary.length + 1)).filter((name) => PLAIN_NAME.test(name));
  for (const name of names) await copyPublishedFile(evidence, `${summary}/${name}`, join(folder, name));
  return names.map((name) => join(folder, name));
}

/** Prints a file of a published summary as it is stored. */
export async function printPublished(
  evidence: EvidenceStore,
  key: string,
  print: (text: string) => void,
): Promise<void> {
  await eachPiece(evidence, key, print);
}

/** Copies one file of it. The copy is whole or not there. */
export async function copyPublishedFile(evidence: EvidenceStore, key: string, path: string): Promise<void> {
  const draft = `${path}.draft`;
  try {
    const file = openSync(draft, 'w');
    try {
      await eachPiece(evidence, key, (text) => void writeSync(file, text));
    } finally {
      closeSync(file);
    }
    renameSync(draft, path);
  } catch (cause) {
    rmSync(draft, { force: true });
    if (cause instanceof KeysweepError) throw cause;
    throw unwritable(path, 'folder', cause);
  }
}

/** Of lines, for a record may be longer than memory. */
async function eachPiece(evidence: EvidenceStore, key: string, take: (text: string) => void): Promise<void> {
  let piece = '';
  const read = await evidence.readLines(key, (line) => {
    piece += `${line}\n`;
    if (piece.length >= PIECE) {
      take(piece);
      piece = '';
    }
    return true;
  });
  demand(read, key);
  if (piece !== '') take(piece);
}

import { KeysweepError, type EvidenceStore, type LongRecord } from '@keysweep/core';
import type { KeySink } from './key-sink.ts';

/** The files of a summary that have a line for every key. They are there once `end` has resolved. */
export interface KeyFiles extends KeySink {
  /** Throws `evidence-unwritable`. */
  end(): Promise<void>;
}

/** Begins, in a folder of the bucket, `keys.jsonl` with every key exactly as it came, and `keys.csv` for spreadsheets. */
export async function openKeyFiles(folder: string, evidence: EvidenceStore): Promise<KeyFiles> {
  const { renderKeyLines, renderKeysCsvHead, renderKeysCsvRows } = await import('./render/index.ts');
  const [lines, csv] = [evidence.writeLong(`${folder}/keys.jsonl`), evidence.writeLong(`${folder}/keys.csv`)];
  await csv.write(renderKeysCsvHead());
  return {
    take: async ({ digest, keys }) => {
      if (keys.length === 0) return;
      await lines.write(renderKeyLines(keys));
      await csv.write(renderKeysCsvRows(keys, digest.account));
    },
    end: async () => {
      await endRecord(`${folder}/keys.jsonl`, lines);
      await endRecord(`${folder}/keys.csv`, csv);
    },
  };
}

async function endRecord(key: string, record: LongRecord): Promise<void> {
  const failure = await record.end();
  if (failure === null) return;
  const { operation, code, message } = failure;
  throw new KeysweepError('evidence-unwritable', `${key} could not be written: ${operation}: ${code}: ${message}`, {
    hint: 'the run is over, and its reports are stored: a later summary shows them',
  });
}

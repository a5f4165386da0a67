import { existsSync } from 'node:fs';
import { readLatestSummary } from '@keysweep/aggregator';
import {
  demand,
  evidenceKeys,
  KeysweepError,
  readJsonRecord,
  summarisedKeySchema,
  type AccountSummary,
  type EvidenceStore,
  type SummarisedKey,
} from '@keysweep/core';
import { openCentre, type CentreOptions } from '../centre/open-centre.ts';

/** What the centre has of a key: its line in the newest summary, and the accounts of that. */
export interface KeyRecord {
  readonly key: SummarisedKey | null;
  readonly accounts: readonly AccountSummary[];
}

/** Nothing was to be looked up, or it could not be; `why` is for a warning. */
export interface NoRecord {
  readonly why: string | null;
}

/**
 * Looks a key up in the newest summary of the centre, where one is named: by a bucket, or by a configuration that is there. Keys
 * can be given back without it, so what fails is told and not thrown.
 */
export async function findKeyRecord(accessKeyId: string, options: CentreOptions): Promise<KeyRecord | NoRecord> {
  if (options.bucket === undefined && !existsSync(options.config)) return { why: null };
  try {
    return await readRecord(accessKeyId, (await openCentre(options)).evidence);
  } catch (error) {
    if (error instanceof KeysweepError) return { why: error.message };
    throw error;
  }
}

async function readRecord(accessKeyId: string, evidence: EvidenceStore): Promise<KeyRecord | NoRecord> {
  const summary = await readLatestSummary(evidence);
  if (summary.state === 'absent') return { why: null };
  const { id, accounts } = demand(summary, 'the newest summary');
  let key: SummarisedKey | null = null;
  const read = await evidence.readLines(`${evidenceKeys.summary(id)}/keys.jsonl`, (line) => {
    if (!line.includes(accessKeyId)) return true;
    const record = readJsonRecord(summarisedKeySchema, line);
    if (record.state === 'known' && record.value.accessKeyId === accessKeyId) key = record.value;
    return key === null;
  });
  demand(read, 'the keys of the newest summary');
  return { key, accounts };
}

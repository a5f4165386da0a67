import type { EvidenceStore, SummarisedKey, Summary } from '@keysweep/core';
import { summarisedKeySchema, summarySchema } from '@keysweep/core';
import { array, parse } from 'valibot';

/** The five files of a published summary, as a reader finds them in the bucket. */
export interface PublishedFiles {
  /** `summary.json`, checked against its schema. */
  readonly summary: Summary;
  readonly page: string;
  readonly accountsCsv: string;
  readonly keysCsv: string;
  /** The lines of `keys.jsonl`, each checked against its schema. */
  readonly keys: readonly SummarisedKey[];
}

/** Reads the files in a folder of the bucket. Throws where one is not there, or is not what its schema says. */
export async function readPublished(evidence: EvidenceStore, folder: string): Promise<PublishedFiles> {
  const read = async (name: string): Promise<string> => {
    const reading = await evidence.get(`${folder}/${name}`);
    if (reading.state !== 'known') throw new TypeError(`${name} is ${reading.state}`);
    return reading.value.body;
  };
  const lines = (await read('keys.jsonl')).split('\n').filter((line) => line !== '');
  return {
    summary: parse(summarySchema, JSON.parse(await read('summary.json'))),
    page: await read('summary.html'),
    accountsCsv: await read('accounts.csv'),
    keysCsv: await read('keys.csv'),
    keys: parse(
      array(summarisedKeySchema),
      lines.map((line) => JSON.parse(line)),
    ),
  };
}

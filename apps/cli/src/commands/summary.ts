import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countOf } from '@keysweep/aggregator';
import { evidenceKeys, KeysweepError, VERDICT_EXIT_CODES, type EvidenceStore, type Summary } from '@keysweep/core';
import { openCentre, type CentreOptions } from '../centre/open-centre.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { copyPublishedFile, printPublished } from '../from-here/published-files.ts';
import { voiceOf } from '../from-here/quiet.ts';
import { printable } from '../printable.ts';
import { renderSummaryText } from '../summary-text/index.ts';
import { findSummary, listSummaries } from '../summary/find-summary.ts';
import { openPage } from '../summary/open-page.ts';
import type { Terminal } from '../terminal.ts';

/** Which summary is shown, and how. */
export interface SummaryOptions extends CentreOptions {
  readonly output: 'table' | 'json' | 'csv' | 'html';
  /** The keys instead of the accounts: keys.csv, or keys.jsonl. */
  readonly keys?: boolean;
  /** The id of a summary, or of the run that it is of; the one published last if left out. */
  readonly run?: string;
  readonly list?: boolean;
  /** Opens the page in the browser, and prints nothing. */
  readonly open?: boolean;
  readonly quiet?: boolean;
}

/**
 * Shows a published summary as it lies in the bucket; reads nothing else. Ends with the exit code of its verdict, whatever runs
 * were held: the verdict has that in it.
 */
export async function summary(options: SummaryOptions, terminal: Terminal): Promise<number> {
  const file = fileOf(options);
  const { evidence, bucket } = await openCentre(options);
  const { tell, warn } = voiceOf(terminal, options.quiet ?? false);
  if (options.list === true) {
    const ids = await listSummaries(evidence);
    if (ids.length > 0) terminal.data(ids.map(printable).join('\n'));
    tell(`${countOf(ids.length, 'summary', 'summaries')} in s3://${bucket}/`);
    return EXIT_CODES.ok;
  }
  const found = await findSummary(options.run, evidence);
  const folder = evidenceKeys.summary(found.id);
  if (options.open === true) await open(evidence, `${folder}/summary.html`, { found, warn });
  else if (file === null) terminal.data(renderSummaryText(found, terminal));
  else await printPublished(evidence, `${folder}/${file}`, terminal.data);
  tell(`From s3://${bucket}/${folder}/`);
  return VERDICT_EXIT_CODES[found.verdict];
}

/** The stored file that is asked for; null for the text for a terminal. Throws `usage`. */
function fileOf({ output, keys = false }: SummaryOptions): string | null {
  const files = { csv: 'accounts.csv', json: 'summary.json', html: 'summary.html', table: null };
  const keyFiles = { csv: 'keys.csv', json: 'keys.jsonl' };
  if (!keys) return files[output];
  if (output === 'csv' || output === 'json') return keyFiles[output];
  throw new KeysweepError('usage', `--keys has no form ${output}`, { hint: 'add --output csv or --output json' });
}

interface Opening {
  readonly found: Summary;
  readonly warn: (text: string) => void;
}

async function open(evidence: EvidenceStore, key: string, { found, warn }: Opening): Promise<void> {
  const path = join(await mkdtemp(join(tmpdir(), 'keysweep-summary-')), `${found.id}.html`);
  await copyPublishedFile(evidence, key, path);
  const isOpened = await openPage(path);
  warn(isOpened ? `Opened ${printable(path)}` : `There is no screen to open it on: ${printable(path)}`);
}

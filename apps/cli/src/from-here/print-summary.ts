import type { Conclusion } from '@keysweep/aggregator';
import type { EvidenceStore } from '@keysweep/core';
import { printable } from '../printable.ts';
import { renderSummaryText } from '../summary-text/index.ts';
import type { Terminal } from '../terminal.ts';
import { copyPublished, printPublished } from './published-files.ts';

/** How a summary is handed over. */
export interface PrintOptions {
  readonly output: 'table' | 'json';
  /** The folder for its files; without it there are none. */
  readonly out?: string;
  readonly evidence: EvidenceStore;
}

/** A summary, and where its files lie. */
export interface PublishedSummary {
  readonly summary: Conclusion['summary'];
  readonly published: Pick<Conclusion['published'], 'summary'>;
}

/** Prints a published summary, and copies its files where they are asked for; their paths. */
export async function printSummary(
  { summary, published }: PublishedSummary,
  { output, out, evidence }: PrintOptions,
  { data, width, colour }: Terminal,
): Promise<string[]> {
  if (output === 'json') await printPublished(evidence, `${published.summary}/summary.json`, data);
  else data(renderSummaryText(summary, { width, colour }));
  const files = out === undefined ? [] : await copyPublished(evidence, published.summary, out);
  return files.map(printable);
}

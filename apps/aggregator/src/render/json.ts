import type { Summary } from '@keysweep/core';

/**
 * `summary.json`: the whole summary, complete, with names and key ids exactly as they came; every record of a list on a
 * line of its own, so that two summaries can be compared, and half a million keys be written. The same summary gives the
 * same bytes.
 */
export function renderJson(summary: Summary): string {
  return `{\n${Object.entries(summary).map(writeField).join(',\n')}\n}\n`;
}

function writeField([name, value]: readonly [string, unknown]): string {
  const written = Array.isArray(value) && value.length > 0 ? `[\n${writeRecords(value)}\n  ]` : JSON.stringify(value);
  return `  ${JSON.stringify(name)}: ${written}`;
}

/** Half a million lines at once would stand in memory twice over. */
const RECORDS_AT_ONCE = 2_000;

function writeRecords(records: readonly unknown[]): string {
  let written = '';
  for (let from = 0; from < records.length; from += RECORDS_AT_ONCE) {
    const lines = records.slice(from, from + RECORDS_AT_ONCE).map((record) => `    ${JSON.stringify(record)}`);
    written += `${from === 0 ? '' : ',\n'}${lines.join(',\n')}`;
  }
  return written;
}

import type { SummarisedKey, Summary } from '@keysweep/core';

/** Lines of `keys.jsonl`: one for each key, with its user and its id exactly as they came. */
export function renderKeyLines(keys: readonly SummarisedKey[]): string {
  return keys.map((key) => `${JSON.stringify(key)}\n`).join('');
}

/**
 * `summary.json`: the whole summary, with names exactly as they came; every record of a list on a line of its own, so that two
 * summaries can be compared. The same summary gives the same bytes.
 */
export function renderJson(summary: Summary): string {
  return `{\n${Object.entries(summary).map(writeField).join(',\n')}\n}\n`;
}

function writeField([name, value]: readonly [string, unknown]): string {
  const written = Array.isArray(value) && value.length > 0 ? `[\n${writeRecords(value)}\n  ]` : JSON.stringify(value);
  return `  ${JSON.stringify(name)}: ${written}`;
}

/** All lines at once would stand in memory twice over. */
const RECORDS_AT_ONCE = 2_000;

function writeRecords(records: readonly unknown[]): string {
  let written = '';
  for (let from = 0; from < records.length; from += RECORDS_AT_ONCE) {
    const lines = records.slice(from, from + RECORDS_AT_ONCE).map((record) => `    ${JSON.stringify(record)}`);
    written += `${from === 0 ? '' : ',\n'}${lines.join(',\n')}`;
  }
  return written;
}

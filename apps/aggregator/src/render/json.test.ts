import { readJsonRecord, readRecord, summarisedKeySchema, summarySchema } from '@keysweep/core';
import { expect, it } from 'vitest';
import { renderJson, renderKeyLines } from './json.ts';
import { calmSummary, keysOf, make, summaryOf } from './testing/summary-of.ts';

it('writes a summary that reads back as itself, and the same bytes again', () => {
  for (const summary of [summaryOf(), calmSummary(), summaryOf({ accounts: [], runs: [] })]) {
    const json = renderJson(summary);
    const read = readJsonRecord(summarySchema, json);
    expect(read).toEqual({ state: 'known', value: summary });
    expect(renderJson(JSON.parse(json))).toBe(json);
    expect(json.endsWith('}\n')).toBe(true);
  }
});

it('writes a line for every key, which reads back as itself', () => {
  const keys = keysOf(make());
  const lines = renderKeyLines(keys).split('\n');
  expect(lines.pop()).toBe('');
  const read = lines.map((line) => readRecord(summarisedKeySchema, JSON.parse(line)));
  expect(read).toEqual(keys.map((value) => ({ state: 'known', value })));
  expect(renderKeyLines([])).toBe('');
});

import { readJsonRecord, summarySchema } from '@keysweep/core';
import { expect, it } from 'vitest';
import { renderJson } from './json.ts';
import { calmSummary, summaryOf } from './testing/summary-of.ts';

it('writes a summary that reads back as itself, and the same bytes again', () => {
  for (const summary of [summaryOf(), calmSummary(), summaryOf({ accounts: [], runs: [] })]) {
    const json = renderJson(summary);
    const read = readJsonRecord(summarySchema, json);
    expect(read).toEqual({ state: 'known', value: summary });
    expect(renderJson(JSON.parse(json))).toBe(json);
    expect(json.endsWith('}\n')).toBe(true);
  }
});

import type { Summary } from '@keysweep/core';

/** `summary.json`: the whole summary, complete, with names and key ids exactly as they came. The same summary gives the same bytes. */
export function renderJson(summary: Summary): string {
  return `${JSON.stringify(summary, null, 2)}\n`;
}

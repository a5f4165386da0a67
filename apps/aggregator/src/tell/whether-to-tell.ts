import type { Summary } from '@keysweep/core';

/**
 * Whether people get a message of a summary: of every one that closes a run, and of any other that is not fine, which is one
 * that is not compliant or holds something that must be acted upon.
 */
export function isWorthAMessage(summary: Summary, closesRun: boolean): boolean {
  return closesRun || summary.verdict !== 'compliant' || summary.attention.some(({ severity }) => severity === 'act');
}

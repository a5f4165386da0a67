import { KeysweepError } from '@keysweep/core';
import { EXIT_CODES, exitCodeOf } from './exit-codes.ts';
import { printable } from './printable.ts';
import type { Terminal } from './terminal.ts';

/** Tells a person what went wrong, with code and hint, and returns the exit code. */
export function reportError(error: unknown, { say }: Terminal): number {
  if (!(error instanceof KeysweepError)) {
    say(`error internal  ${printable(error instanceof Error ? (error.stack ?? error.message) : String(error))}`);
    return EXIT_CODES.failure;
  }
  const lines = error.message.split('\n').map(printable);
  say(`error ${error.code}  ${lines.join('\n')}`);
  if (error.hint !== undefined) say(`  hint: ${printable(error.hint)}`);
  return exitCodeOf(error.code);
}

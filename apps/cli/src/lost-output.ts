import { KeysweepError } from '@keysweep/core';
import { EXIT_CODES } from './exit-codes.ts';
import { reportError } from './report-error.ts';
import type { Terminal } from './terminal.ts';

/**
 * Sees to what cannot be printed. Where nobody reads on (`| head`), what is being done goes on without a word; where there is no
 * room for it, that is said once, and the process ends with 1 however the command ends.
 */
export function watchOutput(terminal: Terminal): void {
  process.stderr.on('error', () => undefined);
  const lost = { isTold: false };
  process.stdout.on('error', (cause: NodeJS.ErrnoException) => {
    if (cause.code === 'EPIPE' || lost.isTold) return;
    lost.isTold = true;
    const hint = 'nothing that was done is undone by this; with room for it the same command prints it again';
    const why = cause.code ?? cause.message;
    reportError(
      new KeysweepError('output-unwritable', `stdout could not be written: ${why}`, { hint, cause }),
      terminal,
    );
    process.once('exit', () => void (process.exitCode = EXIT_CODES.failure));
  });
}

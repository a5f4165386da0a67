import { isatty } from 'node:tty';
import pc from 'picocolors';

/** Where a command writes, and what that place can show. The only room that asks about the terminal. */
export interface Terminal {
  /** Data: what a pipe is for. */
  readonly data: (text: string) => void;
  /** Words for a person. */
  readonly say: (text: string) => void;
  readonly width: number;
  readonly colour: boolean;
}

const STDOUT = 1;

/** Width where nothing says how wide the terminal is. */
const DEFAULT_WIDTH = 100;

/** The terminal of this process; NO_COLOR, FORCE_COLOR and TERM=dumb are honoured. */
export function processTerminal(): Terminal {
  const forced = (process.env['FORCE_COLOR'] ?? '') !== '';
  return {
    data: (text) => void process.stdout.write(text.endsWith('\n') ? text : `${text}\n`),
    say: (text) => void process.stderr.write(`${text}\n`),
    width: process.stdout.columns ?? DEFAULT_WIDTH,
    // Of CI alone it would say yes, even where stdout is a file.
    colour: pc.isColorSupported && (isatty(STDOUT) || forced),
  };
}

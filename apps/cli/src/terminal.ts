import { createInterface } from 'node:readline/promises';
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
  /** Shows a line that the next one takes the place of; an empty one takes it away. Null where words go to a file. */
  readonly redraw: ((line: string) => void) | null;
  /** Null where nobody is there to answer, as in a pipeline. */
  readonly ask: Ask | null;
}

/** Asks a person for a line; null where they end the input, or press Ctrl-C. */
export type Ask = (question: string) => Promise<string | null>;

const STDIN = 0;
const STDOUT = 1;
const STDERR = 2;

/** Width where nothing says how wide the terminal is. */
const DEFAULT_WIDTH = 100;

/** Back to the beginning of the line, and nothing on it. */
const ERASE_LINE = '\r\u001B[2K';

/** The terminal of this process; NO_COLOR, FORCE_COLOR and TERM=dumb are honoured. */
export function processTerminal(): Terminal {
  const forced = (process.env['FORCE_COLOR'] ?? '') !== '';
  const drawn = { line: '' };
  const redraw = (line: string): void => {
    if (line !== drawn.line) process.stderr.write(`${ERASE_LINE}${line}`);
    drawn.line = line;
  };
  return {
    data: (text) => {
      redraw('');
      process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
    },
    say: (text) => {
      redraw('');
      process.stderr.write(`${text}\n`);
    },
    width: process.stdout.columns ?? DEFAULT_WIDTH,
    // Of CI alone it would say yes, even where stdout is a file.
    colour: pc.isColorSupported && (isatty(STDOUT) || forced),
    redraw: isatty(STDERR) && process.env['TERM'] !== 'dumb' ? redraw : null,
    ask: isatty(STDIN) && isatty(STDERR) ? askPerson : null,
  };
}

async function askPerson(question: string): Promise<string | null> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const stopped = new AbortController();
  lines.once('SIGINT', () => stopped.abort()).once('close', () => stopped.abort());
  try {
    return await lines.question(question, { signal: stopped.signal });
  } catch {
    return null;
  } finally {
    lines.close();
  }
}

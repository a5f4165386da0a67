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
}

const STDIN = 0;
const STDOUT = 1;
const STDERR = 2;

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

/** Somebody at a keyboard. */
export interface Person {
  /** Asks, and gives what was typed, without the end of the line. Rejects when the signal says so. */
  ask(question: string, signal: AbortSignal): Promise<string>;
}

/** Whoever sits at this process; null where nobody can be asked, as in a pipeline. */
export function processPerson(): Person | null {
  if (!isatty(STDIN) || !isatty(STDERR)) return null;
  return {
    ask: async (question, signal) => {
      const line = createInterface({ input: process.stdin, output: process.stderr });
      // With a line being read, Ctrl-C comes as a key.
      line.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
      try {
        return await line.question(question, { signal });
      } finally {
        line.close();
      }
    },
  };
}

/** Where it is shown how something that takes long is getting on. */
export interface Progress {
  /** A line that stays. */
  readonly tell: (line: string) => void;
  /** How things stand: on a terminal in one line that the next one replaces, elsewhere a line now and then. */
  readonly show: (line: string) => void;
}

/** Often enough in a log to see that it goes on. */
const BETWEEN_LINES_MS = 30_000;

/** Progress on stderr. */
export function processProgress(): Progress {
  const write = (text: string): void => void process.stderr.write(text);
  if (isatty(STDERR) && process.env['TERM'] !== 'dumb') {
    const CLEAR = '\r\u001b[K';
    return {
      tell: (line) => write(`${CLEAR}${line}\n`),
      show: (line) => write(`${CLEAR}${line.slice(0, (process.stderr.columns ?? DEFAULT_WIDTH) - 1)}`),
    };
  }
  let last: { readonly line: string; readonly at: number } | null = null;
  return {
    tell: (line) => write(`${line}\n`),
    show: (line) => {
      const at = performance.now();
      if (last !== null && (last.line === line || at - last.at < BETWEEN_LINES_MS)) return;
      last = { line, at };
      write(`${line}\n`);
    },
  };
}

import type { Terminal } from './terminal.ts';

/** Where it is shown how something that takes long stands. */
export interface StatusLine {
  /** A line that stays. */
  readonly tell: (line: string) => void;
  /** How things stand: on a terminal in one line that the next one replaces, elsewhere a line now and then. */
  readonly show: (line: string) => void;
}

/** Often enough in a log to see that it goes on. */
const BETWEEN_LINES_MS = 30_000;

/** A status line among the words for a person. */
export function statusLine({ say, redraw, width }: Terminal): StatusLine {
  if (redraw !== null) return { tell: say, show: (line) => redraw(line.slice(0, width - 1)) };
  let last: { readonly line: string; readonly at: number } | null = null;
  return {
    tell: say,
    show: (line) => {
      const at = performance.now();
      if (last !== null && (last.line === line || at - last.at < BETWEEN_LINES_MS)) return;
      last = { line, at };
      say(line);
    },
  };
}

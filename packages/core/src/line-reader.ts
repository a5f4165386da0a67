import type { Failure } from './reading.ts';

/** The most characters that one line of a record may have: several times what the 10,000 keys of an account can come to. */
export const LONGEST_LINE = 16 * 1024 * 1024;

/** Whether to go on reading: `enough` where the visitor wants no more, `too-long` where a line is longer than it may be. */
export type LinesRead = 'more' | 'enough' | 'too-long';

/**
 * Cuts text that comes in pieces into its lines, and keeps no more than the line that is not ended yet. A line ends at `\n`;
 * the last one need not.
 */
export class LineReader {
  readonly #visit: (line: string) => boolean;
  readonly #longest: number;
  #begun = '';

  constructor(visit: (line: string) => boolean, longest = LONGEST_LINE) {
    this.#visit = visit;
    this.#longest = longest;
  }

  /** Takes the next piece, and visits the lines that end in it. */
  read(piece: string): LinesRead {
    let from = 0;
    for (let to = piece.indexOf('\n'); to !== -1; to = piece.indexOf('\n', from)) {
      const line = this.#begun + piece.slice(from, to);
      if (line.length > this.#longest) return 'too-long';
      this.#begun = '';
      if (!this.#visit(line)) return 'enough';
      from = to + 1;
    }
    this.#begun += piece.slice(from);
    return this.#begun.length > this.#longest ? 'too-long' : 'more';
  }

  /** Visits what is left after the last line end, if anything is. */
  end(): void {
    if (this.#begun !== '') this.#visit(this.#begun);
  }
}

/** The failure of reading a record with a line that is longer than it may be. */
export function lineTooLong(operation: string): Failure {
  const message = `a line has more than ${LONGEST_LINE} characters`;
  return { kind: 'too-large', operation, code: 'LineTooLong', message };
}

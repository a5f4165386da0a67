import { visible } from '../words/index.ts';

/** The page is mailed, and opened on a phone: it stays under this many bytes whatever the organization is like. */
export const MOST_BYTES = 5_000_000;
/** Style, script, headings, charts and legends. */
const FRAME_BYTES = 80_000;

/** What is left of the page's bytes. Those who take first are what a reader needs first. */
export class PageBudget {
  #left = MOST_BYTES - FRAME_BYTES;

  /** Keeps some bytes back from those who take next. Returns what gives them free again. */
  keep(bytes: number): () => void {
    this.#left -= bytes;
    return () => {
      this.#left += bytes;
    };
  }

  /** The first rows that fit, in what is left and in at most `most` bytes. `sizeOf` may say too much, never too little. */
  take<Row>(rows: readonly Row[], sizeOf: (row: Row) => number, most = this.#left): readonly Row[] {
    const room = Math.min(most, this.#left);
    let used = 0;
    const fitting = rows.findIndex((row) => {
      const size = sizeOf(row);
      if (used + size > room) return true;
      used += size;
      return false;
    });
    this.#left -= used;
    return fitting === -1 ? rows : rows.slice(0, fitting);
  }
}

/** At most how many bytes some texts take, escaped for markup. */
export function bytesOf(...texts: readonly (string | null)[]): number {
  return texts.reduce((sum, text) => sum + (text === null ? 0 : escapedBytesOf(text)), 0);
}

const plain = /^[\w .,:;@/()+=-]*$/;

function escapedBytesOf(text: string): number {
  if (plain.test(text)) return text.length;
  return Buffer.byteLength(visible(text).replace(/[<>&"]/g, '&quot;'));
}

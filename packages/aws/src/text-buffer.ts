const ENCODER = new TextEncoder();
/** As UTF-8, of what is put where half a character has no other half. */
const REPLACEMENT_BYTES = 3;

/** Text that comes in pieces, as UTF-8 in one buffer that is used again and again. No character is ever cut in two. */
export class TextBuffer {
  readonly #size: number;
  readonly #bytes: Uint8Array;
  #length = 0;
  #half = '';

  constructor(size: number) {
    this.#size = size;
    this.#bytes = new Uint8Array(size + REPLACEMENT_BYTES);
  }

  /** Takes as much of a piece as there is room for, and returns the rest: empty until the buffer is full. */
  take(piece: string): string {
    const text = this.#half + piece;
    const whole = endsWithHalf(text) ? text.slice(0, -1) : text;
    const { read, written } = ENCODER.encodeInto(whole, this.#bytes.subarray(this.#length, this.#size));
    this.#length += written;
    this.#half = read < whole.length ? '' : text.slice(whole.length);
    return read < whole.length ? text.slice(read) : '';
  }

  /** No more comes: half a character that is left alone becomes U+FFFD. */
  end(): void {
    this.#length += ENCODER.encodeInto(this.#half, this.#bytes.subarray(this.#length)).written;
    this.#half = '';
  }

  /** What was taken, to be used before more is. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Makes room. */
  clear(): void {
    this.#length = 0;
  }
}

/** Whether text ends with the first of two code units. */
function endsWithHalf(text: string): boolean {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd8_00 && last <= 0xdb_ff;
}

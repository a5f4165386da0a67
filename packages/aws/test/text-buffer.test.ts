import { describe, expect, it } from 'vitest';
import { TextBuffer } from '../src/text-buffer.ts';

/** What comes out of a buffer of this size, part by part. */
function partsOf(pieces: readonly string[], size: number): string[] {
  const buffer = new TextBuffer(size);
  const parts: string[] = [];
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const flush = (): void => {
    parts.push(decoder.decode(buffer.bytes()));
    buffer.clear();
  };
  for (const piece of pieces) for (let rest = buffer.take(piece); rest !== ''; rest = buffer.take(rest)) flush();
  buffer.end();
  flush();
  return parts;
}

describe('text that is buffered as UTF-8', () => {
  it('fills parts, and cuts no character, wherever pieces and parts end', () => {
    const text = '\u{FEFF}a\0ä€😀'.repeat(7);
    for (let length = 1; length <= 9; length += 1) {
      const pieces = Array.from({ length: Math.ceil(text.length / length) }, (_, at) =>
        text.slice(at * length, (at + 1) * length),
      );
      for (let size = 4; size <= 11; size += 1) {
        const parts = partsOf(pieces, size);
        expect(parts.join(''), `pieces of ${length}, parts of ${size}`).toBe(text);
        expect(Math.max(...parts.map((part) => Buffer.byteLength(part)))).toBeLessThanOrEqual(size);
        expect(Math.min(...parts.slice(0, -1).map((part) => Buffer.byteLength(part)))).toBeGreaterThan(size - 4);
      }
    }
  });

  it.each([
    [['a\uD83D'], 'a\uFFFD'],
    [['\uD83D', 'b'], '\uFFFDb'],
    [['abcd\uD83D'], 'abcd\uFFFD'],
    [['\uDE00'], '\uFFFD'],
    [['', '\uD83D', '', '\uDE00'], '😀'],
  ])('has for half a character what stands for it: %j', (pieces, text) => {
    expect(partsOf(pieces, 4).join('')).toBe(text);
  });
});

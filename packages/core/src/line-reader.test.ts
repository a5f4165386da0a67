import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineReader, lineTooLong } from './line-reader.ts';

function linesOf(pieces: readonly string[], longest?: number): string[] {
  const lines: string[] = [];
  const reader = new LineReader((line) => lines.push(line) > 0, longest);
  expect(pieces.map((piece) => reader.read(piece)).every((each) => each === 'more')).toBe(true);
  reader.end();
  return lines;
}

describe('lines of text that comes in pieces', () => {
  it('are the same wherever it is cut', () => {
    const piece = fc.string({ unit: fc.constantFrom('a', '\n', 'ä', '😀', '\r') });
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const lines = pieces.join('').split('\n');
        if (lines.at(-1) === '') lines.pop();
        expect(linesOf(pieces)).toEqual(lines);
      }),
    );
  });

  it('are none in no text, and may be empty', () => {
    expect(linesOf([])).toEqual([]);
    expect(linesOf(['', '\n', '\n'])).toEqual(['', '']);
  });

  it('stop where the visitor has enough', () => {
    const seen: string[] = [];
    const reader = new LineReader((line) => seen.push(line) < 2);
    expect(reader.read('a\nb\nc\n')).toBe('enough');
    expect(seen).toEqual(['a', 'b']);
  });

  it('may be as long as they may be and no longer, whether their end is seen or not', () => {
    expect(linesOf(['ab', 'c\n', 'abc'], 3)).toEqual(['abc', 'abc']);
    const ended = new LineReader(() => true, 3);
    expect([ended.read('ab'), ended.read('cd\n')]).toEqual(['more', 'too-long']);
    expect(new LineReader(() => true, 3).read('abcd')).toBe('too-long');
  });

  it('that are too long are told with the operation', () => {
    expect(lineTooLong('s3:GetObject')).toMatchObject({ kind: 'too-large', operation: 's3:GetObject' });
  });
});

import { describe, expect, it } from 'vitest';
import { displayWidth, wrap, wrapIndented } from './wrap.ts';

describe('wrap', () => {
  it('breaks between words where it can and inside a word where it must', () => {
    expect(wrap('one two three', 8)).toEqual(['one two', 'three']);
    expect(wrap('abcdefghij k', 4)).toEqual(['abcd', 'efgh', 'ij k']);
    expect(wrap('', 4)).toEqual(['']);
    expect(wrapIndented('one two', 6, '  ')).toEqual(['  one', '  two']);
  });

  it('measures every character of a word once, for a stranger’s may have any number', () => {
    const word = '\u00E9'.repeat(20_000);
    const lines = wrap(word, 100);
    expect(lines).toHaveLength(200);
    expect(lines.join('')).toBe(word);
  }, 5_000);

  it('counts columns, not characters', () => {
    expect([displayWidth('abc'), displayWidth('家族'), displayWidth('🔑'), displayWidth('é')]).toEqual([3, 4, 2, 1]);
    expect(wrap('家族家族', 4)).toEqual(['家族', '家族']);
  });
});

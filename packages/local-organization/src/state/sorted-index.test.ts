import { describe, expect, it } from 'vitest';
import { SortedIndex } from './sorted-index.ts';

const index = (...words: readonly string[]) => {
  const made = new SortedIndex<string>((word) => word.toLowerCase());
  for (const word of words) made.put(word);
  return made;
};

describe('a sorted index', () => {
  it('keeps one item per key, in order', () => {
    const words = index('b', 'C', 'a', 'B');
    expect(words.items).toEqual(['a', 'B', 'C']);
    expect(words.get('b')).toBe('B');
  });

  it('pages after a key that is there, was there, or never was', () => {
    const words = index('a', 'b', 'c', 'd');
    expect(words.page(undefined, 2)).toEqual({ items: ['a', 'b'], next: 'b' });
    words.delete('b');
    expect(words.page('b', 1)).toEqual({ items: ['c'], next: 'c' });
    expect(words.page('bb', 5)).toEqual({ items: ['c', 'd'], next: undefined });
    expect(words.delete('b')).toBe(false);
  });
});

import { expect, it } from 'vitest';
import { closest, suggest } from './suggestion.ts';

it.each([
  ['polices', ['policies', 'version'], 'policies'],
  ['deleet', ['observe', 'delete'], 'delete'],
  ['teh', ['the'], 'the'],
  ['WEEKLY', ['weekly'], 'weekly'],
  ['weekly', ['weekl', 'weekly'], 'weekly'],
  ['colour', ['action'], null],
  ['a', ['abcdef'], null],
  ['', ['x'], 'x'],
])('%s of %j is %s', (word, candidates, expected) => {
  expect(closest(word, candidates)).toBe(expected);
});

it('lists what there is when nothing is close', () => {
  expect(suggest('x', [])).toBe('there is none to choose from');
  expect(suggest('zebra', ['north', 'south'])).toBe('there are: north, south');
  const many = Array.from({ length: 14 }, (_, index) => `candidate-${index}`);
  expect(suggest('zebra', many)).toMatch(/candidate-11, and 2 more$/);
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { changesBetween, LONGEST_VALUE, type Json } from './value-change.ts';

it.each<[string, Json, Json, unknown[]]>([
  ['nothing, whatever the order of keys', { a: 1, b: [null] }, { b: [null], a: 1 }, []],
  ['another value', 1, 'one', [{ path: [], change: 'changed', before: 1, after: 'one' }]],
  [
    'keys that come, go and change, at any depth, in order',
    { z: 1, map: { kept: 1, old: true } },
    { map: { kept: 2, new: null } },
    [
      { path: ['map', 'kept'], change: 'changed', before: 1, after: 2 },
      { path: ['map', 'new'], change: 'added', after: null },
      { path: ['map', 'old'], change: 'removed', before: true },
      { path: ['z'], change: 'removed', before: 1 },
    ],
  ],
  [
    'an entry taken out of a list: the others have not changed',
    { groups: ['Developers', 'Administrators', 'Contractors'] },
    { groups: ['Administrators', 'Contractors'] },
    [{ path: ['groups', 0], change: 'removed', before: 'Developers' }],
  ],
  [
    'one entry for another',
    ['a', 'b'],
    ['a', 'c'],
    [
      { path: [1], change: 'removed', before: 'b' },
      { path: [1], change: 'added', after: 'c' },
    ],
  ],
  ['one of two equals', ['a', 'a'], ['a'], [{ path: [1], change: 'removed', before: 'a' }]],
  [
    'a map in a list that changes inside, and one that comes',
    [{ Sid: 'A', Action: 'x' }, { Sid: 'B' }],
    [{ Sid: 'B' }, { Sid: 'A', Action: 'y' }, { Sid: 'C' }],
    [
      { path: [1, 'Action'], change: 'changed', before: 'x', after: 'y' },
      { path: [2], change: 'added', after: { Sid: 'C' } },
    ],
  ],
  ['another order', [1, 2], [2, 1], [{ path: [], change: 'changed', before: [1, 2], after: [2, 1] }]],
  ['a list for a map', [1], { 0: 1 }, [{ path: [], change: 'changed', before: [1], after: { 0: 1 } }]],
  [
    'long text, by its length alone',
    { Code: 'x' },
    { Code: 'y'.repeat(LONGEST_VALUE + 1), Made: [{ Of: 'z'.repeat(LONGEST_VALUE + 2), Count: 1 }] },
    [
      { path: ['Code'], change: 'changed', before: 'x', after: { characters: LONGEST_VALUE + 1 } },
      { path: ['Made'], change: 'added', after: [{ Of: { characters: LONGEST_VALUE + 2 }, Count: 1 }] },
    ],
  ],
])('%s', (_name, before, after, expected) => {
  expect(changesBetween(before, after)).toEqual(expected);
});

const anyJson = fc.jsonValue() as fc.Arbitrary<Json>;

it('finds no change exactly where two values say the same, and the same ones backwards', () => {
  fc.assert(
    fc.property(anyJson, anyJson, (before, after) => {
      expect(changesBetween(before, before)).toEqual([]);
      const forwards = changesBetween(before, after);
      const backwards = changesBetween(after, before);
      expect(forwards.length === 0).toBe(JSON.stringify(sorted(before)) === JSON.stringify(sorted(after)));
      expect(backwards).toHaveLength(forwards.length);
    }),
  );
});

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
}

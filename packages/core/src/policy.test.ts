import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACTIONS, exceeds, nameKey, sameName } from './policy.ts';

describe('exceeds', () => {
  it.each([
    ['observe', []],
    ['deactivate', ['observe']],
    ['delete', ['observe', 'deactivate']],
  ] as const)('%s goes further than %j', (action, weaker) => {
    expect(ACTIONS.filter((ceiling) => exceeds(action, ceiling))).toEqual(weaker);
  });
});

describe('names', () => {
  it.each([
    ['Developers', 'developers', true],
    ['ALICE', 'alice', true],
    ['a-b', 'a_b', false],
    ['alice', 'alice ', false],
  ])('%j and %j: the same is %j', (left, right, same) => {
    expect(sameName(left, right)).toBe(same);
  });

  it('meet under one key in every spelling', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9+=,.@_-]{1,64}$/), (name) => {
        expect(nameKey(name.toUpperCase())).toBe(nameKey(name));
        expect(sameName(name, name.toLowerCase())).toBe(true);
      }),
    );
  });
});

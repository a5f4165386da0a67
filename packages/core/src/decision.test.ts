import { expect, it } from 'vitest';
import { DECISIONS, revokes } from './decision.ts';

it('revokes with two decisions only', () => {
  expect(DECISIONS.filter(revokes)).toEqual(['deactivate', 'delete']);
});

import { expect, it } from 'vitest';
import { RULES } from './rules.ts';

it('says of each rule, first of all, what it leads to', () => {
  const leads = new Set(Object.values(RULES).map((sentence) => sentence.split(':')[0]));
  expect([...leads].sort()).toEqual(['deactivate', 'delete', 'exempt', 'kept', 'unknown']);
});

import { expect, it } from 'vitest';
import { known, unknown } from './reading.ts';
import { aFailure } from './testing/account.ts';

it('a reading holds its value, or why there is none', () => {
  expect(known([])).toEqual({ state: 'known', value: [] });
  expect(unknown(aFailure())).toEqual({ state: 'unknown', failure: aFailure() });
});

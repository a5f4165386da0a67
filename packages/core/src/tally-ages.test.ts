import { describe, expect, it } from 'vitest';
import { addAges, tallyAges } from './tally-ages.ts';
import { AS_OF, before, DAY, keyId } from './testing/account.ts';

describe('keys by age', () => {
  const aged = (...ages: readonly (number | null)[]) =>
    ages.map((age, index) => ({
      ...{ accessKeyId: keyId(index), userName: 'ada' },
      createdAt: age === null ? null : before(age),
    }));
  const none = tallyAges([], AS_OF).ages;

  it('are of the first group whose days they have not reached', () => {
    expect(none).toEqual([1, 7, 30, 90, 365, null].map((underDays) => ({ underDays, keys: 0 })));
    const { ages, ageless } = tallyAges(
      aged(-5, 0, DAY - 1, DAY, 7 * DAY - 1, 7 * DAY, 30 * DAY, 90 * DAY, 365 * DAY - 1, 365 * DAY, 9999 * DAY, null),
      AS_OF,
    );
    expect(ages.map(({ keys }) => keys)).toEqual([3, 2, 1, 1, 2, 2]);
    expect(ageless).toBe(1);
  });

  it('add up', () => {
    const one = tallyAges(aged(0, null), AS_OF);
    const other = tallyAges(aged(0, 400 * DAY), AS_OF);
    expect(addAges([one, other])).toEqual({
      ages: [2, 0, 0, 0, 0, 1].map((keys, at) => ({ ...none[at], keys })),
      ageless: 1,
    });
    expect(addAges([])).toEqual({ ages: none, ageless: 0 });
  });
});

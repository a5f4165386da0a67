import { describe, expect, it } from 'vitest';
import { addKept, tallyKept } from './tally-kept.ts';
import { aReportedKey } from './testing/report.ts';

describe('keys that stay', () => {
  const exempt = aReportedKey({ ending: 'exempt', rule: 'exempt-tag' });
  const young = aReportedKey({ ending: 'kept', rule: 'younger-than-minimum-age' });

  it('are counted by rule with their users, in the order of the rules; what is revoked does not stay', () => {
    const others = [
      { ...exempt, userName: 'ADA' },
      { ...exempt, userName: 'bob' },
    ];
    expect(tallyKept([young, exempt, ...others, aReportedKey(), aReportedKey({ ending: 'failed' })])).toEqual([
      { rule: 'exempt-tag', users: 2, keys: 3 },
      { rule: 'younger-than-minimum-age', users: 1, keys: 1 },
    ]);
    const left = (['unknown', 'observed', 'refused', 'not-attempted'] as const).map((ending) =>
      aReportedKey({ ending }),
    );
    expect(tallyKept(left)).toMatchObject([{ keys: 2 }]);
  });

  it('add up over accounts', () => {
    expect(addKept([tallyKept([exempt]), tallyKept([exempt, young]), []])).toEqual([
      { rule: 'exempt-tag', users: 2, keys: 2 },
      { rule: 'younger-than-minimum-age', users: 1, keys: 1 },
    ]);
  });
});

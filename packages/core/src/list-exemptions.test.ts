import { describe, expect, it } from 'vitest';
import { endsSoon, listExemptions, sortExemptions } from './list-exemptions.ts';
import { AS_OF } from './testing/account.ts';
import { aLaterVerdict, aLook, lookedAt } from './testing/later-audit.ts';
import { ACCOUNT } from './testing/plan.ts';
import { anAccount, factsOf, factsWithout } from './testing/report.ts';

const tag = { userName: 'ada', by: 'tag', reason: 'r', owner: null, until: null } as const;
const exemption = (overrides: Partial<Parameters<typeof endsSoon>[0]> = {}) => ({
  ...{ accountId: ACCOUNT, ...tag, lapsed: false, isNew: null },
  ...overrides,
});

describe('the exemptions of an account', () => {
  it('are those of its run and of the look since, each once, and say whether they are new', () => {
    const reported = factsOf({ exemptions: [{ ...tag, lapsed: false }] });
    const since = [
      { ...tag, userName: 'ADA' },
      { ...tag, userName: 'bob' },
    ];
    const looked = lookedAt(reported, aLook({ verdict: aLaterVerdict({ newExemptions: since }) }));
    expect(listExemptions(anAccount(), looked, ({ userName }) => userName === 'bob')).toEqual([
      exemption({ isNew: false }),
      exemption({ userName: 'bob', isNew: true }),
    ]);
    expect(listExemptions(anAccount(), factsWithout({ state: 'none-due' }), () => null)).toEqual([]);
  });

  it('have one that is over beside one that holds since', () => {
    const over = { ...tag, by: 'tag-until', until: '2026-11-01' } as const;
    const facts = factsOf({ exemptions: [{ ...over, lapsed: true }] });
    const again = { ...over, until: '2027-11-01' };
    const looked = lookedAt(facts, aLook({ verdict: aLaterVerdict({ newExemptions: [again] }) }));
    expect(listExemptions(anAccount(), looked, () => null).map(({ lapsed }) => lapsed)).toEqual([true, false]);
  });

  it('are sorted: over, ending soon, the others', () => {
    const soon = exemption({ userName: 'c', by: 'tag-until', until: '2026-11-30' });
    const all = [exemption({ userName: 'a' }), soon, exemption({ userName: 'b' }), exemption({ lapsed: true })];
    expect(sortExemptions(all, AS_OF).map(({ userName }) => userName)).toEqual(['ada', 'c', 'a', 'b']);
  });

  it.each([
    [true, { by: 'tag-until', until: '2026-12-04' }],
    [false, { by: 'tag-until', until: '2026-12-05' }],
    [false, { by: 'tag-until', until: '2026-11-30', lapsed: true }],
    [false, { by: 'tag-until', until: 'soon' }],
    [false, { by: 'tag-until', until: null }],
    [false, { by: 'tag', until: '2026-11-30' }],
  ])('end soon: %s of %j', (soon, overrides) => {
    expect(endsSoon(exemption(overrides), AS_OF)).toBe(soon);
  });
});

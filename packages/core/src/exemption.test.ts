import { describe, expect, it } from 'vitest';
import { findExemption } from './exemption.ts';
import type { Tag } from './iam-user.ts';
import type { PolicyRules } from './policy.ts';
import { AS_OF, aUser } from './testing/account.ts';
import { rulesOf } from './testing/rules.ts';

/** The exemption of a user with these tags, judged at an instant in a time zone. */
function findByTags(tags: readonly Tag[], { at = AS_OF, timezone = 'UTC' } = {}) {
  return findExemption(
    { userName: 'ada', detail: aUser({ tags }), exemptGroups: [] },
    rulesOf({ timezone }),
    new Date(at),
  );
}

const until = (value: string): Tag => ({ key: 'keysweep-exempt-until', value });
const lasting: Tag = { key: 'keysweep-exempt', value: 'runs the press' };

describe('the lasting tag', () => {
  it('exempts for the reason it gives', () => {
    expect(findByTags([lasting])).toEqual({
      exemption: { by: 'tag', reason: 'runs the press', owner: null, until: null },
      rule: 'exempt-tag',
      lapsed: null,
    });
  });

  it.each([
    ['without a reason', [{ key: 'keysweep-exempt', value: '' }]],
    ['in another case', [{ key: 'KeySweep-EXEMPT', value: 'x' }]],
    ['whatever it says', [{ key: 'keysweep-exempt', value: 'false' }]],
    ['beside a date that has passed', [until('2020-01-01'), lasting]],
    ['beside a date that is none', [until('soon'), lasting]],
  ])('exempts %s', (_what, tags) => {
    expect(findByTags(tags)).toMatchObject({ rule: 'exempt-tag', lapsed: null });
  });

  it.each(['keysweep-exempted', 'keysweep', 'exempt', ' keysweep-exempt', 'keysweep-exempt-owner'])(
    'is not %j',
    (key) => {
      expect(findByTags([{ key, value: 'true' }])).toEqual({ exemption: null, rule: null, lapsed: null });
    },
  );
});

describe('the dated tag', () => {
  it.each([
    ['Pacific/Kiritimati, in the last millisecond of the day', '2026-11-20T09:59:59.999Z', 'Pacific/Kiritimati'],
    ['Pacific/Pago_Pago, in the last millisecond of the day', '2026-11-21T10:59:59.999Z', 'Pacific/Pago_Pago'],
    ['Europe/London, in the last millisecond of the day', '2026-11-20T23:59:59.999Z', 'Europe/London'],
    ['UTC, with a day to go', '2026-11-19T23:59:59.999Z', 'UTC'],
  ])('holds in %s', (_what, at, timezone) => {
    expect(findByTags([until('2026-11-20')], { at, timezone })).toEqual({
      exemption: { by: 'tag-until', reason: '', owner: null, until: '2026-11-20' },
      rule: 'exempt-until',
      lapsed: null,
    });
  });

  it.each([
    ['Pacific/Kiritimati', '2026-11-20T10:00:00.000Z'],
    ['Pacific/Pago_Pago', '2026-11-21T11:00:00.000Z'],
    ['Europe/London', '2026-11-21T00:00:00.000Z'],
  ])('is over in %s at midnight', (timezone, at) => {
    expect(findByTags([until('2026-11-20')], { at, timezone })).toEqual({
      exemption: null,
      rule: null,
      lapsed: '2026-11-20',
    });
  });

  it.each([
    ['yesterday', '2026-07-03', null, '2026-07-03'],
    ['today', '2026-07-04', 'exempt-until', null],
    ['tomorrow', '2026-07-05', 'exempt-until', null],
  ])('with %s, in London’s summer half an hour after midnight', (_what, date, rule, lapsed) => {
    expect(findByTags([until(date)], { at: '2026-07-03T23:30:00Z', timezone: 'Europe/London' })).toMatchObject({
      rule,
      lapsed,
    });
  });

  it.each(['2026-02-30', 'soon', '', '2026-11-19 ', '19/11/2026', 'never'])(
    'exempts for good with %j, which is no date',
    (value) => {
      expect(findByTags([until(value)])).toEqual({
        exemption: { by: 'tag-until', reason: '', owner: null, until: value },
        rule: 'exempt-until-invalid',
        lapsed: null,
      });
    },
  );

  it('is found in any case', () => {
    expect(findByTags([{ key: 'KEYSWEEP-Exempt-Until', value: '2026-12-31' }])).toMatchObject({ rule: 'exempt-until' });
  });
});

describe('the owner tag', () => {
  const owner: Tag = { key: 'Keysweep-Exempt-Owner', value: 'grace' };

  it.each([
    ['lasting', [lasting, owner]],
    ['dated', [owner, until('2026-12-31')]],
    ['mistaken', [owner, until('soon')]],
  ])('names who asked for a %s exemption', (_what, tags) => {
    expect(findByTags(tags).exemption?.owner).toBe('grace');
  });

  it('exempts nobody by itself', () => {
    expect(findByTags([owner]).rule).toBeNull();
  });
});

describe('the configuration', () => {
  const breakglass: PolicyRules['exempt']['users'][number] = {
    name: 'BreakGlass',
    reason: 'the last way in',
    owner: 'grace',
  };
  const rules = rulesOf({ exempt: { groups: [{ name: 'Machines', optional: false }], users: [breakglass] } });
  const lapsedTag = aUser({ userName: 'breakglass', tags: [until('2026-11-19')] });

  it('exempts a user by name, in any case, even where tags could not be read', () => {
    const found = findExemption({ userName: 'breakglass', detail: null, exemptGroups: [] }, rules, new Date(AS_OF));
    expect(found).toEqual({
      exemption: { by: 'user', reason: 'the last way in', owner: 'grace', until: null },
      rule: 'exempt-user',
      lapsed: null,
    });
  });

  it('exempts the members of a group, and names the group', () => {
    const found = findExemption(
      { userName: 'breakglass', detail: aUser(), exemptGroups: ['Machines'] },
      rules,
      new Date(AS_OF),
    );
    expect(found).toEqual({
      exemption: { by: 'group', reason: 'Machines', owner: null, until: null },
      rule: 'exempt-group',
      lapsed: null,
    });
  });

  it.each([
    ['group', ['Machines'], 'exempt-group'],
    ['user', [], 'exempt-user'],
  ])('still exempts by %s when a tag has lapsed, and tells of the tag', (_by, exemptGroups, rule) => {
    const found = findExemption({ userName: 'breakglass', detail: lapsedTag, exemptGroups }, rules, new Date(AS_OF));
    expect(found).toMatchObject({ rule, lapsed: '2026-11-19' });
  });

  it('exempts nobody else', () => {
    const found = findExemption({ userName: 'breakglass2', detail: aUser(), exemptGroups: [] }, rules, new Date(AS_OF));
    expect(found).toEqual({ exemption: null, rule: null, lapsed: null });
  });
});

import { describe, expect, it } from 'vitest';
import { describeScope } from './describe-scope.ts';
import type { GroupObservation } from './observation.ts';
import { AS_OF, brokenOff, complete, keyId } from './testing/account.ts';
import { aPlannedKey, observationOf, planOf } from './testing/plan.ts';

const none = observationOf([]);
const group = (name: string, members: GroupObservation['members'], role: GroupObservation['role'] = 'included') => ({
  ...{ name, role, members },
});

it('the keys in scope that are alive are the active ones, whatever is decided of them', () => {
  const keys = [
    aPlannedKey({ createdAt: AS_OF }),
    aPlannedKey({ accessKeyId: keyId(2), decision: 'exempt', rule: 'exempt-tag', createdAt: null }),
    aPlannedKey({ accessKeyId: keyId(3), status: 'Inactive' }),
    aPlannedKey({ accessKeyId: keyId(4), status: 'Expired' }),
  ];
  expect(describeScope(planOf(keys), none, null).live).toEqual([
    { accessKeyId: keyId(), userName: 'ada', createdAt: AS_OF },
    { accessKeyId: keyId(2), userName: 'ada', createdAt: null },
  ]);
});

describe('a configured group', () => {
  const before = { takenAt: AS_OF, live: [], leftScope: [], groups: ['developers'] };

  it.each<[string, GroupObservation, boolean, boolean]>([
    ['that was read is there', group('Developers', complete([])), false, true],
    ['that does not exist is not', group('Developers', { items: [], end: { state: 'absent' } }), true, false],
    ['that could not be read is there where the look before found it', group('Developers', brokenOff()), true, true],
    ['that could not be read is not, where nobody has seen it', group('Developers', brokenOff()), false, false],
    ['that exempts is none of these', group('Developers', complete([]), 'exempt'), true, false],
  ])('%s', (_what, seen, wasThere, isThere) => {
    const observation = { ...none, groups: [seen], details: { ...none.details, groupNames: [] } };
    const { groups } = describeScope(planOf([]), observation, wasThere ? before : null);
    expect(groups).toEqual(isThere ? ['Developers'] : []);
  });

  it('that could not be read is there where the bulk read names it, in any case', () => {
    const details = { ...none.details, groupNames: ['DEVELOPERS'] };
    const observation = { ...none, groups: [group('Developers', brokenOff())], details };
    expect(describeScope(planOf([]), observation, null).groups).toEqual(['Developers']);
  });
});

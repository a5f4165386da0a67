import { expect, it } from 'vitest';
import { keysToChange, orderedKeys } from './keys-to-change.ts';
import { keyId, userId } from './testing/account.ts';
import { aPlannedKey, planOf } from './testing/plan.ts';

const toDelete = aPlannedKey();
const longInactive = aPlannedKey({ accessKeyId: keyId(2), status: 'Inactive', rule: 'inactive-long-enough' });
const toDeactivate = aPlannedKey({ accessKeyId: keyId(3), decision: 'deactivate', rule: 'policy-deactivates' });
const kept = aPlannedKey({ accessKeyId: keyId(4), decision: 'keep', rule: 'observe-only' });
const unknown = aPlannedKey({ accessKeyId: keyId(5), decision: 'unknown', rule: 'tags-unread' });

it('are those that the plan would deactivate or delete, as an order carries them', () => {
  const plan = planOf([toDelete, longInactive, toDeactivate, kept, unknown]);
  expect(keysToChange(plan)).toEqual([toDelete, longInactive, toDeactivate]);
  const of = { userName: 'ada', userId: userId() };
  expect(orderedKeys(plan)).toEqual([
    { ...of, accessKeyId: keyId(1), decision: 'delete', onlyIfInactive: false },
    { ...of, accessKeyId: keyId(2), decision: 'delete', onlyIfInactive: true },
    { ...of, accessKeyId: keyId(3), decision: 'deactivate', onlyIfInactive: false },
  ]);
});

it('are none where the account is refused as a whole', () => {
  const plan = planOf([toDelete], { refusal: { rule: 'blast-radius', planned: 1, limit: 0 } });
  expect([keysToChange(plan), orderedKeys(plan)]).toEqual([[], []]);
});

it('are not ordered where nobody knows whose they are', () => {
  const plan = planOf([aPlannedKey({ userId: null })]);
  expect(() => orderedKeys(plan)).toThrow(expect.objectContaining({ code: 'internal' }));
});

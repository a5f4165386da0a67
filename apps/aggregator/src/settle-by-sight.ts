import { keysToChange, type AccountPlan, type Outcome, type PlannedKey } from '@keysweep/core';

/**
 * What became of the keys of an order that was never answered for, as far as our own look can tell: a key that is gone from a
 * user who is still in scope was deleted, one that is inactive was deactivated. Nothing is concluded from a look that
 * could not see everything, nor of a user it did not see.
 */
export function settleBySight(plan: AccountPlan, audit: AccountPlan): Outcome[] {
  if (audit.unknowns.length > 0) return [];
  const users = new Set(audit.users.map(({ userId }) => userId));
  const seen = new Map(audit.keys.map((key) => [key.accessKeyId, key]));
  return keysToChange(plan)
    .filter(({ userId }) => users.has(userId))
    .flatMap((key) => outcomeSeen(key, seen.get(key.accessKeyId)));
}

function outcomeSeen({ accessKeyId, userName, decision }: PlannedKey, now: PlannedKey | undefined): Outcome[] {
  const settled = {
    accessKeyId,
    userName,
    verified: true,
    reason: 'no answer tells of it; seen by ourselves',
    failure: null,
  };
  if (decision === 'delete' && now === undefined) return [{ ...settled, decision, outcome: 'deleted' }];
  if (decision === 'deactivate' && now?.status === 'Inactive')
    return [{ ...settled, decision, outcome: 'deactivated' }];
  return [];
}

import type { AccountPlan, PlannedKey } from './account-plan.ts';
import { revokes } from './decision.ts';
import { KeysweepError } from './errors.ts';
import type { OrderedKey } from './order.ts';

/** The keys of a plan that may be acted on: those to change, unless the account is refused as a whole. */
export function keysToChange({ keys, refusal }: AccountPlan): readonly PlannedKey[] {
  return refusal === null ? keys.filter(({ decision }) => revokes(decision)) : [];
}

/** The same as an apply order carries them. Throws `internal` for a plan that would change the key of nobody. */
export function orderedKeys(plan: AccountPlan): OrderedKey[] {
  return keysToChange(plan).map(({ accessKeyId, userName, userId, decision, rule }) => {
    if (userId === null || !revokes(decision))
      throw new KeysweepError('internal', 'a key that nobody decided to revoke was about to be ordered');
    return { accessKeyId, userName, userId, decision, onlyIfInactive: rule === 'inactive-long-enough' };
  });
}

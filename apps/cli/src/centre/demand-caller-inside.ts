import { KeysweepError } from '@keysweep/core';
import { OPERATOR_ROLE_NAME } from '@keysweep/stacksets/names';
import type { CentrePlace } from './open-centre.ts';

/**
 * Parameters and state machines are those of the caller's own account: elsewhere they would be somebody else's, or none.
 * @throws KeysweepError `usage` where the caller is not in the central account.
 */
export function demandCallerInside({ accountId, caller }: CentrePlace): void {
  if (caller.accountId === accountId) return;
  throw new KeysweepError('usage', `the centre is in ${accountId}, and these are credentials of ${caller.accountId}`, {
    hint: `you are ${caller.arn}: use ${OPERATOR_ROLE_NAME} of ${accountId}`,
  });
}

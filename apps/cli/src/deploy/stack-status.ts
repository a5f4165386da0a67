import type { DeployedStack } from '@keysweep/aws';
import { KeysweepError, type Reading } from '@keysweep/core';
import { presentOrNull } from './failed-read.ts';

/** A stack that can be deployed to, or that is not there. */
export interface UsableStack {
  readonly name: string;
  /** Its id; null where there is none. */
  readonly id: string | null;
}

/**
 * A stack as far as something new can be deployed to it.
 * @throws KeysweepError `deployment-refused` for one that cannot be updated as it is, with what to do about it.
 */
export function usableStack(name: string, reading: Reading<DeployedStack>): UsableStack {
  const stack = presentOrNull(reading, `the stack ${name}`);
  if (stack === null || stack.status === 'DELETE_COMPLETE') return { name, id: null };
  const hint = whyNot(name, stack.status);
  if (hint === null) return { name, id: stack.id };
  const reason = stack.statusReason === null ? '' : `: ${stack.statusReason}`;
  throw new KeysweepError('deployment-refused', `the stack ${name} is ${stack.status}${reason}`, { hint });
}

/** What to do about a status that nothing can be deployed to; null for all others. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html */
function whyNot(name: string, status: string): string | null {
  const remove = `aws cloudformation delete-stack --stack-name ${name}`;
  if (status === 'REVIEW_IN_PROGRESS')
    return `a change set that would create it waits for somebody; if for nobody: ${remove}`;
  if (status.endsWith('_IN_PROGRESS')) return 'somebody or something is at work on it: wait until that is done';
  if (status === 'UPDATE_ROLLBACK_FAILED')
    return `see to the reason, then: aws cloudformation continue-update-rollback --stack-name ${name}`;
  if (/^(ROLLBACK_|CREATE_FAILED|DELETE_FAILED)/.test(status))
    return `nothing of it can be used: see to the reason, then: ${remove}`;
  return null;
}

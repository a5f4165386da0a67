import type { Account } from '../../state/account.ts';
import type { Stack } from '../../state/stack.ts';

/** A stack by its id, also a deleted one, or by its name, which deleted ones no longer have. */
export function findStack(account: Account, nameOrId: string): Stack | undefined {
  return account.stacks.get(nameOrId) ?? activeStacks(account).find(({ name }) => name === nameOrId);
}

/** The stacks that are there, the newest first. */
export function activeStacks(account: Account): readonly Stack[] {
  return [...account.stacks.values()].filter(({ status }) => status !== 'DELETE_COMPLETE').toReversed();
}

import type { Account } from '../../state/account.ts';
import type { StackInstance, StackSet } from '../../state/stack-set.ts';
import type { StackEnvironment } from '../resource-type.ts';
import { deleteStack } from '../stacks/delete-stack.ts';
import { firstFailure } from '../stacks/stack-events.ts';
import { skipSuspended } from './deploy-instance.ts';
import type { InstanceResult } from './deploy-instance.ts';
import { scriptedFailure } from './scripted-failure.ts';

/**
 * Takes an instance out of its StackSet, with its stack unless stacks are to stay. One whose stack cannot be deleted stays,
 * INOPERABLE; one in a suspended account is skipped.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeleteStackInstances.html
 */
export async function deleteInstance(
  environment: StackEnvironment,
  stackSet: StackSet,
  { instance, account, retainStack }: Deletion,
): Promise<InstanceResult> {
  if (!retainStack) {
    if (account.state !== 'ACTIVE') return skipSuspended(instance);
    const failure = await deleteItsStack(environment, account, instance);
    if (failure !== undefined) {
      instance.status = 'INOPERABLE';
      instance.detailedStatus = 'INOPERABLE';
      instance.statusReason = failure;
      return 'failed';
    }
  }
  stackSet.instances.delete(instance.accountId);
  return 'succeeded';
}

/** An instance to take away. */
export interface Deletion {
  readonly instance: StackInstance;
  readonly account: Account;
  /** Leaves the stack in the account, where it belongs to no StackSet any more. */
  readonly retainStack: boolean;
}

async function deleteItsStack(
  environment: StackEnvironment,
  account: Account,
  instance: StackInstance,
): Promise<string | undefined> {
  const scripted = scriptedFailure(environment, instance, 'DeleteStack');
  if (scripted !== undefined) return scripted;
  const stack = account.stacks.get(instance.stackId ?? '');
  if (stack === undefined || stack.status === 'DELETE_COMPLETE') return undefined;
  await deleteStack(environment, stack);
  return stack.deletedAt === undefined ? (firstFailure(stack) ?? stack.statusReason) : undefined;
}

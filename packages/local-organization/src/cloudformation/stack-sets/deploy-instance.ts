import type { Account } from '../../state/account.ts';
import type { Stack } from '../../state/stack.ts';
import type { StackInstance, StackSet } from '../../state/stack-set.ts';
import type { StackEnvironment } from '../resource-type.ts';
import { createStack, openStack } from '../stacks/create-stack.ts';
import { deleteStack } from '../stacks/delete-stack.ts';
import { changesOf } from '../stacks/effective-definition.ts';
import { firstFailure } from '../stacks/stack-events.ts';
import { whyNotUpdatable } from '../stacks/updatable.ts';
import { updateStack } from '../stacks/update-stack.ts';
import { scriptedFailure } from './scripted-failure.ts';

/** What an operation did in one account. */
export type InstanceResult = 'succeeded' | 'failed' | 'skipped';

// What AWS says of such an instance; the 2023 page announces the status.
// https://aws.amazon.com/about-aws/whats-new/2023/06/aws-cloudformation-stacksets-suspended-accounts-deployments/
const SUSPENDED =
  'This account is suspended. To remove this instance from the stack set, run DeleteStackInstances with the RetainStacks parameter.';

/** Brings the stack of one instance to what the StackSet is now, making it where there is none. */
export async function deployInstance(
  environment: StackEnvironment,
  { name, definition }: StackSet,
  { instance, account }: { readonly instance: StackInstance; readonly account: Account },
): Promise<InstanceResult> {
  if (account.state !== 'ACTIVE') return skipSuspended(instance);
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackInstance.html: excluded from further updates
  if (instance.status === 'INOPERABLE') return 'skipped';
  const failure =
    scriptedFailure(environment, instance) ??
    (await deployStack(environment, { name, definition }, { instance, account }));
  instance.status = failure === undefined ? 'CURRENT' : 'OUTDATED';
  instance.detailedStatus = failure === undefined ? 'SUCCEEDED' : 'FAILED';
  instance.statusReason = failure;
  return failure === undefined ? 'succeeded' : 'failed';
}

/** An instance in a suspended account is left as it is, and no failure. */
export function skipSuspended(instance: StackInstance): InstanceResult {
  instance.status = 'OUTDATED';
  instance.detailedStatus = 'SKIPPED_SUSPENDED_ACCOUNT';
  instance.statusReason = SUSPENDED;
  return 'skipped';
}

async function deployStack(
  environment: StackEnvironment,
  { name, definition }: Pick<StackSet, 'name' | 'definition'>,
  { instance, account }: { readonly instance: StackInstance; readonly account: Account },
): Promise<string | undefined> {
  const existing = await usableStack(environment, account.stacks.get(instance.stackId ?? ''));
  if (existing !== undefined) {
    const refusal = whyNotUpdatable(existing);
    if (refusal !== undefined) return refusal;
    if (changesOf(environment, existing, definition) === null) return undefined;
    await updateStack(environment, existing, definition);
    return existing.status === 'UPDATE_COMPLETE' ? undefined : (firstFailure(existing) ?? existing.statusReason);
  }
  const made = openStack(environment, account, `StackSet-${name}-${uuidFor(environment, account, name)}`);
  instance.stackId = made.id;
  await createStack(environment, made, { definition });
  return made.status === 'CREATE_COMPLETE' ? undefined : (firstFailure(made) ?? made.statusReason);
}

/** The stack, if it can be updated. What is left of a creation that failed is deleted, so that it can be tried again. */
async function usableStack(environment: StackEnvironment, stack: Stack | undefined): Promise<Stack | undefined> {
  if (stack === undefined || stack.status === 'DELETE_COMPLETE') return undefined;
  if (!['ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'CREATE_FAILED'].includes(stack.status)) return stack;
  await deleteStack(environment, stack);
  return stack.deletedAt === undefined ? stack : undefined;
}

function uuidFor({ state }: StackEnvironment, account: Account, name: string): string {
  return state.identifiers.uuid('stack-set', account.id, name, String(account.stacks.size));
}

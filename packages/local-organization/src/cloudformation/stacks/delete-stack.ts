import type { Stack } from '../../state/stack.ts';
import { deleteResources } from './delete-resources.ts';
import { Provision } from './provision.ts';
import type { StackEnvironment } from '../resource-type.ts';
import { setStackStatus, USER_INITIATED } from './stack-events.ts';

/**
 * Deletes a stack with what it holds; resources with a deletion policy that retains, and those named, stay where they are.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeleteStack.html
 */
export async function deleteStack(
  environment: StackEnvironment,
  stack: Stack,
  retained: readonly string[] = [],
): Promise<void> {
  const { state } = environment;
  setStackStatus(state, stack, { status: 'DELETE_IN_PROGRESS', reason: USER_INITIATED });
  const failed = await deleteAll(environment, stack, retained);
  if (failed.length > 0) {
    const reason = `The following resource(s) failed to delete: [${failed.join(', ')}]. `;
    return setStackStatus(state, stack, { status: 'DELETE_FAILED', reason });
  }
  stack.deletedAt = state.clock();
  stack.outputs = [];
  setStackStatus(state, stack, { status: 'DELETE_COMPLETE' });
}

async function deleteAll(
  environment: StackEnvironment,
  stack: Stack,
  retained: readonly string[],
): Promise<readonly string[]> {
  if (stack.definition === null) return [];
  const work = new Provision(environment, stack, stack.definition);
  return deleteResources(
    work,
    stack.resources.values(),
    ({ logicalId, deletionPolicy }) => deletionPolicy !== 'Delete' || retained.includes(logicalId),
  );
}

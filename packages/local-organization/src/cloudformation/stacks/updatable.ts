import type { Stack, StackStatus } from '../../state/stack.ts';

const UPDATABLE = new Set<StackStatus>([
  'CREATE_COMPLETE',
  'IMPORT_COMPLETE',
  'UPDATE_COMPLETE',
  'UPDATE_ROLLBACK_COMPLETE',
]);

/**
 * Why a stack cannot be updated; undefined where it can. What is left of a creation that failed can only be deleted.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html
 */
export function whyNotUpdatable({ id, status }: Stack): string | undefined {
  return UPDATABLE.has(status) ? undefined : `Stack:${id} is in ${status} state and can not be updated.`;
}

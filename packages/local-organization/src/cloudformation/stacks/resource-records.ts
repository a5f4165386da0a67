import type { Stack, StackEvent } from '../../state/stack.ts';
import { isOfStack } from './stack-events.ts';

/**
 * How each resource of a stack stands: its last event. What was deleted is only shown of a stack that is deleted itself, or
 * of which nothing but a failed creation is left.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResources.html
 */
export function resourceRecords(stack: Stack): readonly StackEvent[] {
  const last = new Map<string, StackEvent>();
  for (const event of stack.events) if (!isOfStack(event)) last.set(event.logicalId, event);
  const isOver = stack.status.startsWith('DELETE') || stack.status.startsWith('ROLLBACK');
  return [...last.values()].filter(({ logicalId }) => isOver || stack.resources.has(logicalId));
}

import type { OrganizationState } from '../../state/organization-state.ts';
import type { ResourceStatus, Stack, StackEvent, StackStatus } from '../../state/stack.ts';

const STACK_TYPE = 'AWS::CloudFormation::Stack';

/** What an event of a resource says. */
export interface ResourceEvent {
  readonly logicalId: string;
  readonly type: string;
  /** Empty while there is none. */
  readonly physicalId: string;
  readonly status: ResourceStatus;
  readonly reason?: string | undefined;
}

/** Brings a stack into a status, with its event. */
export function setStackStatus(
  state: OrganizationState,
  stack: Stack,
  to: { readonly status: StackStatus; readonly reason?: string },
): void {
  stack.status = to.status;
  stack.statusReason = to.reason;
  record(state, stack, {
    logicalId: stack.name,
    type: STACK_TYPE,
    physicalId: stack.id,
    status: to.status,
    reason: to.reason,
  });
}

/** Writes an event of a resource. */
export function recordResourceEvent(state: OrganizationState, stack: Stack, event: ResourceEvent): void {
  record(state, stack, { ...event, reason: event.reason });
}

function record(state: OrganizationState, stack: Stack, event: Omit<StackEvent, 'eventId' | 'at'>): void {
  const at = state.clock();
  const eventId = `${event.logicalId}-${event.status}-${at.toISOString()}-${stack.events.length}`;
  stack.events.push({ ...event, eventId, at });
}

/** Whether an event is about the stack itself. */
export function isOfStack(event: StackEvent): boolean {
  return event.type === STACK_TYPE;
}

/** The reason an operation that somebody asked for begins with. */
export const USER_INITIATED = 'User Initiated';

/**
 * What went wrong first in the last operation, as a StackSet words it; undefined where nothing did.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-troubleshooting.html
 */
export function firstFailure(stack: Stack): string | undefined {
  const start = stack.events.findLastIndex((event) => isOfStack(event) && event.reason === USER_INITIATED);
  const failed = stack.events.slice(start).find((event) => !isOfStack(event) && event.status.endsWith('_FAILED'));
  if (failed === undefined) return undefined;
  const { logicalId, type, reason = '' } = failed;
  return `ResourceLogicalId:${logicalId}, ResourceType:${type}, ResourceStatusReason:${reason.replace(/\.$/, '')}.`;
}

import type { ServiceRole } from '../../service-role.ts';
import type { Account } from '../../state/account.ts';
import type { OrganizationState } from '../../state/organization-state.ts';

/** The ARN of a group of schedules. */
export function scheduleGroupArn(state: OrganizationState, account: Account, groupName: string): string {
  return `arn:aws:scheduler:${state.settings.region}:${account.id}:schedule-group/${groupName}`;
}

/**
 * A schedule's role as Scheduler is given it. It acts for the schedule's group.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
 */
export function schedulerRole(
  state: OrganizationState,
  { account, roleArn, groupName }: { readonly account: Account; readonly roleArn: string; readonly groupName: string },
): ServiceRole {
  const sourceArn = scheduleGroupArn(state, account, groupName);
  return { service: 'scheduler.amazonaws.com', account, roleArn, sourceArn };
}

import { isTrusting } from '../../service-role.ts';
import type { Account } from '../../state/account.ts';
import type { OrganizationState } from '../../state/organization-state.ts';
import type { Schedule, ScheduleGroup } from '../../state/schedule.ts';
import { ServiceError } from '../../wire/service-error.ts';
import { readRecurrence } from './recurrence.ts';
import { scheduleGroupArn, schedulerRole } from './scheduler-role.ts';
import { checkScheduleProperties } from './schedule-properties.ts';

/** The group of schedules that name none; every account has it. */
const DEFAULT_GROUP = 'default';

/**
 * Makes a schedule, or with `replacing` changes the one it names. It is due from now on.
 * https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
 * https://docs.aws.amazon.com/scheduler/latest/APIReference/API_UpdateSchedule.html
 */
export function putSchedule(
  state: OrganizationState,
  account: Account,
  { properties, replacing = false }: { readonly properties: unknown; readonly replacing?: boolean },
): Schedule {
  const checked = checkScheduleProperties(properties);
  const { Name: name, GroupName: groupName, ScheduleExpression: expression, Target: target } = checked;
  const existing = account.schedules.get(`${groupName}/${name}`);
  if (!replacing && existing !== undefined)
    throw new ServiceError('ConflictException', `Schedule ${name} already exists.`);
  if (replacing && existing === undefined) throw notFound(`Schedule ${name}`);
  if (groupName !== DEFAULT_GROUP && !account.scheduleGroups.has(groupName))
    throw notFound(`Schedule group ${groupName}`);
  checkRole(state, { account, roleArn: target.RoleArn, groupName });
  const timezone = checked.ScheduleExpressionTimezone;
  const recurrence = readRecurrence({ expression, timezone }, state.settings.nextScheduledTime);
  const now = state.clock();
  const schedule: Schedule = {
    accountId: account.id,
    groupName,
    name,
    arn: `arn:aws:scheduler:${state.settings.region}:${account.id}:schedule/${groupName}/${name}`,
    description: checked.Description,
    expression,
    timezone,
    state: checked.State,
    target: {
      arn: target.Arn,
      roleArn: target.RoleArn,
      input: target.Input,
      maximumRetryAttempts: target.RetryPolicy.MaximumRetryAttempts,
      maximumEventAgeSeconds: target.RetryPolicy.MaximumEventAgeInSeconds,
      deadLetterArn: target.DeadLetterConfig?.Arn ?? null,
    },
    createdAt: existing?.createdAt ?? now,
    modifiedAt: now,
    recurrence,
    nextDue: recurrence.first(now),
  };
  account.schedules.put(schedule);
  return schedule;
}

/** Makes an empty group. https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateScheduleGroup.html */
export function createScheduleGroup(state: OrganizationState, account: Account, name: string): ScheduleGroup {
  if (!/^[\w.-]{1,64}$/.test(name)) throw new ServiceError('ValidationException', `Invalid name: ${name}`);
  if (name === DEFAULT_GROUP || account.scheduleGroups.has(name))
    throw new ServiceError('ConflictException', `Schedule group ${name} already exists.`);
  const group = { name, arn: scheduleGroupArn(state, account, name), createdAt: state.clock() };
  account.scheduleGroups.set(name, group);
  return group;
}

/** Takes a group away with all its schedules. https://docs.aws.amazon.com/scheduler/latest/APIReference/API_DeleteScheduleGroup.html */
export function deleteScheduleGroup(account: Account, name: string): void {
  const within = account.schedules.items.filter((schedule) => schedule.groupName === name);
  for (const schedule of within) account.schedules.delete(account.schedules.keyOf(schedule));
  account.scheduleGroups.delete(name);
}

// https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html#setting-up-execution-role
function checkRole(state: OrganizationState, given: Parameters<typeof schedulerRole>[1]): void {
  if (isTrusting(state, schedulerRole(state, given))) return;
  const message = 'The execution role you provide must allow AWS EventBridge Scheduler to assume the role.';
  throw new ServiceError('ValidationException', message);
}

function notFound(what: string): ServiceError {
  return new ServiceError('ResourceNotFoundException', `${what} does not exist.`);
}

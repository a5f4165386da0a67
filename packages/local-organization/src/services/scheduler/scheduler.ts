import * as client from '@aws-sdk/client-scheduler';
import type {
  GetScheduleInput,
  GetScheduleOutput,
  ListSchedulesInput,
  ListSchedulesOutput,
} from '@aws-sdk/client-scheduler';
import type { Schedule } from '../../state/schedule.ts';
import { ServiceError } from '../../wire/service-error.ts';
import { serviceModel } from '../../wire/service-model.ts';
import { operation, service } from '../operation.ts';
import type { Call } from '../operation.ts';

const DEFAULT_PAGE = 100;

/** The schedules of Amazon EventBridge Scheduler, to be read; they are made by templates. */
export const SCHEDULER = service(serviceModel({ name: 'scheduler', protocol: 'restJson' }, client), [
  operation<GetScheduleInput, GetScheduleOutput>('scheduler:GetSchedule', getSchedule, {
    resource: (call, input) => ({ arn: scheduleArn(call, input.GroupName ?? 'default', input.Name ?? '') }),
  }),
  operation<ListSchedulesInput, ListSchedulesOutput>('scheduler:ListSchedules', listSchedules, {
    resource: (call) => ({ arn: scheduleArn(call, '*', '*') }),
  }),
]);

function scheduleArn(call: Call, groupName: string, name: string): string {
  return `arn:aws:scheduler:${call.state.settings.region}:${call.account.id}:schedule/${groupName}/${name}`;
}

// https://docs.aws.amazon.com/scheduler/latest/APIReference/API_GetSchedule.html
function getSchedule(call: Call, input: GetScheduleInput): GetScheduleOutput {
  const found = call.account.schedules.get(`${input.GroupName ?? 'default'}/${input.Name ?? ''}`);
  if (found === undefined)
    throw new ServiceError('ResourceNotFoundException', `Schedule ${input.Name} does not exist.`);
  const { target } = found;
  return {
    ...summaryOf(found),
    ActionAfterCompletion: 'NONE',
    Description: found.description,
    ScheduleExpression: found.expression,
    ScheduleExpressionTimezone: found.timezone,
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: {
      Arn: target.arn,
      RoleArn: target.roleArn,
      Input: target.input,
      RetryPolicy: {
        MaximumRetryAttempts: target.maximumRetryAttempts,
        MaximumEventAgeInSeconds: target.maximumEventAgeSeconds,
      },
      DeadLetterConfig: target.deadLetterArn === null ? undefined : { Arn: target.deadLetterArn },
    },
  };
}

// https://docs.aws.amazon.com/scheduler/latest/APIReference/API_ListSchedules.html
function listSchedules(call: Call, input: ListSchedulesInput): ListSchedulesOutput {
  const { GroupName: group, NamePrefix: prefix = '', State: state, MaxResults: size = DEFAULT_PAGE } = input;
  const { NextToken: after = '' } = input;
  const { schedules } = call.account;
  const listed = schedules.items.filter(
    (each) =>
      schedules.keyOf(each) > after &&
      (group === undefined || each.groupName === group) &&
      each.name.startsWith(prefix) &&
      (state === undefined || each.state === state),
  );
  const page = listed.slice(0, size);
  const last = page.at(-1);
  return {
    Schedules: page.map((each) => ({ ...summaryOf(each), Target: { Arn: each.target.arn } })),
    NextToken: last === undefined || page.length === listed.length ? undefined : schedules.keyOf(last),
  };
}

function summaryOf(schedule: Schedule) {
  return {
    Arn: schedule.arn,
    Name: schedule.name,
    GroupName: schedule.groupName,
    State: schedule.state,
    CreationDate: schedule.createdAt,
    LastModificationDate: schedule.modifiedAt,
  };
}

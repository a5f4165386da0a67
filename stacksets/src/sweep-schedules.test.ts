import { describe, expect, test } from 'vitest';
import { centralTemplate, exampleConfig } from './testing/example.ts';

interface ScheduleProperties {
  readonly Name: string;
  readonly ScheduleExpression: string;
  readonly ScheduleExpressionTimezone: string;
  readonly Target: { readonly Input: string };
}

function schedulesOf(settings: object = {}): ScheduleProperties[] {
  const schedules = centralTemplate(exampleConfig(settings)).findResources('AWS::Scheduler::Schedule');
  return Object.values(schedules).map((each) => each['Properties']);
}

describe('the schedules', () => {
  test('are one for each policy that is assigned to something, the management account included, and the summary', () => {
    const due = schedulesOf({ summary: { schedule: 'cron(30 5 * * ? *)', timezone: 'Asia/Tokyo' } });
    expect(
      due.map((each) => [
        each.Name,
        each.ScheduleExpression,
        each.ScheduleExpressionTimezone,
        JSON.parse(each.Target.Input),
      ]),
    ).toEqual([
      [
        'sweep-pro-d',
        'cron(0 3 ? * SUN *)',
        'Europe/London',
        { policy: 'pro-d', apply: true, scheduledTime: '<aws.scheduler.scheduled-time>' },
      ],
      [
        'sweep-weekly',
        'cron(55 23 ? * FRI *)',
        'Europe/London',
        { policy: 'weekly', apply: true, scheduledTime: '<aws.scheduler.scheduled-time>' },
      ],
      [
        'summary',
        'cron(30 5 * * ? *)',
        'Asia/Tokyo',
        { policy: null, apply: false, scheduledTime: '<aws.scheduler.scheduled-time>' },
      ],
    ]);
  });

  test('of policies whose names differ by a hyphen are not mixed up', () => {
    const named = { prod: { groups: ['A'] }, 'pro-d': { groups: ['A'] }, 'p-rod': { groups: ['A'] } };
    const due = schedulesOf({
      policies: named,
      assignments: { '/': 'prod', '/A': 'p-rod' },
    });
    expect(due.map(({ Name }) => Name)).toEqual(['sweep-p-rod', 'sweep-pro-d', 'sweep-prod', 'summary']);
  });

  test('start the state machine to the minute, try for two hours, and leave what failed in the queue', () => {
    for (const each of schedulesOf())
      expect(each).toMatchObject({
        GroupName: { Ref: 'Schedules' },
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: {
          Arn: { Ref: 'SweepMachine' },
          RoleArn: { 'Fn::GetAtt': ['SchedulerRole', 'Arn'] },
          RetryPolicy: { MaximumEventAgeInSeconds: 7200, MaximumRetryAttempts: 60 },
          DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['UnstartedSweeps', 'Arn'] } },
        },
      });
  });
});

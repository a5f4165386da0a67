import { GetScheduleCommand, ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LocalOrganization } from '../../index.ts';
import { acme, asRole, clientConfig, MANAGEMENT } from '../../testing/acme.ts';
import { SCHEDULER_ROLE, START, STATES_ROLE } from '../../testing/central.ts';
import { centralWithMachine, INPUT, MACHINE, scheduleOf, type Told } from '../../testing/scheduling.ts';

let organization: LocalOrganization;
beforeEach(() => {
  organization = centralWithMachine();
});
afterEach(() => organization.close());

const schedule = (told?: Told) => organization.createSchedule(MANAGEMENT, scheduleOf(told));

describe('a schedule is refused', () => {
  it.each<[string, Told, string]>([
    ['with a flexible window', { FlexibleTimeWindow: { Mode: 'FLEXIBLE' as 'OFF' } }, 'FlexibleTimeWindow.Mode'],
    ['with another target', { Target: { Arn: `arn:aws:sqs:us-east-1:${MANAGEMENT}:queue` } }, 'Target.Arn'],
    ['with a universal target', { Target: { Arn: 'arn:aws:scheduler:::aws-sdk:sqs:sendMessage' } }, 'Target.Arn'],
    ['without an input', { Target: { Input: undefined as unknown as string } }, 'Target.Input'],
    ['with an end date', { EndDate: 1 } as Told, 'EndDate'],
    [
      'with more retries than there are',
      { Target: { RetryPolicy: { MaximumRetryAttempts: 186 } } },
      'Target.RetryPolicy.MaximumRetryAttempts',
    ],
    [
      'at a time of day elsewhere',
      { ScheduleExpression: 'at(2026-11-22T06:00:00)', ScheduleExpressionTimezone: 'Europe/London' },
      'Europe/London',
    ],
  ])('%s: not modelled', (_, told, place) => {
    expect(() => schedule(told)).toThrow(expect.objectContaining({ code: 'schedule-unsupported' }));
    expect(() => schedule(told)).toThrow(place);
  });

  it.each<[string, Told, string, string]>([
    [
      'that makes no sense',
      { ScheduleExpression: 'rate(0 days)' },
      'ValidationException',
      'Invalid Schedule Expression',
    ],
    [
      'for a time that is none',
      { ScheduleExpression: 'at(tomorrow)' },
      'ValidationException',
      'Invalid Schedule Expression',
    ],
    ['of a group that is not there', { GroupName: 'sweeps' }, 'ResourceNotFoundException', 'sweeps does not exist'],
    [
      'whose role does not trust the scheduler',
      { Target: { RoleArn: STATES_ROLE } },
      'ValidationException',
      'must allow AWS EventBridge Scheduler to assume the role',
    ],
    [
      'whose role is in another account',
      { Target: { RoleArn: SCHEDULER_ROLE.replace('111', '222') } },
      'ValidationException',
      'must allow',
    ],
  ])('%s, as AWS refuses it', (_, told, exception, message) => {
    expect(() => schedule(told)).toThrow(expect.objectContaining({ exception }));
    expect(() => schedule(told)).toThrow(message);
  });

  it('twice under one name', () => {
    schedule();
    expect(() => schedule()).toThrow('already exists');
    organization.createScheduleGroup(MANAGEMENT, 'sweeps');
    schedule({ GroupName: 'sweeps' });
    expect(() => organization.createScheduleGroup(MANAGEMENT, 'sweeps')).toThrow('already exists');
  });

  it('with cron where nobody said how that is read, or said it wrongly', () => {
    const make = (other: LocalOrganization) => () => {
      other.putRole({ accountId: MANAGEMENT, roleName: 'scheduler', trusts: ['scheduler.amazonaws.com'] });
      other.createSchedule(MANAGEMENT, scheduleOf());
    };
    expect(make(acme())).toThrow('nextScheduledTime, which this organization lacks');
    expect(make(acme({ nextScheduledTime: (_, __, after) => after }))).toThrow('not after');
  });
});

describe('over the wire', () => {
  beforeEach(() => {
    organization.createScheduleGroup(MANAGEMENT, 'sweeps');
    schedule({ Name: 'summary', GroupName: 'sweeps', State: 'DISABLED', Description: 'once a day' });
    for (const Name of ['sweep-a', 'sweep-b']) schedule({ Name, GroupName: 'sweeps' });
    schedule({ Name: 'other', ScheduleExpressionTimezone: 'Europe/London' });
  });

  it('scheduler:GetSchedule gives a schedule as it was made', async () => {
    const scheduler = new SchedulerClient(clientConfig(organization));
    expect(await scheduler.send(new GetScheduleCommand({ Name: 'summary', GroupName: 'sweeps' }))).toMatchObject({
      Arn: `arn:aws:scheduler:us-east-1:${MANAGEMENT}:schedule/sweeps/summary`,
      State: 'DISABLED',
      Description: 'once a day',
      CreationDate: START,
      ScheduleExpression: 'cron(0 weekly)',
      ScheduleExpressionTimezone: 'UTC',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        Arn: MACHINE,
        RoleArn: SCHEDULER_ROLE,
        Input: INPUT,
        RetryPolicy: { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86_400 },
      },
    });
    expect(await scheduler.send(new GetScheduleCommand({ Name: 'other' }))).toMatchObject({
      ScheduleExpressionTimezone: 'Europe/London',
    });
    await expect(scheduler.send(new GetScheduleCommand({ Name: 'summary' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      $metadata: { httpStatusCode: 404 },
    });
  });

  it('scheduler:ListSchedules lists by group, prefix and state, in pages', async () => {
    const scheduler = new SchedulerClient(clientConfig(organization));
    const list = async (input = {}) => {
      const { Schedules = [], NextToken } = await scheduler.send(new ListSchedulesCommand(input));
      return { names: Schedules.map(({ Name }) => Name), NextToken };
    };
    expect((await list()).names).toEqual(['other', 'summary', 'sweep-a', 'sweep-b']);
    expect((await list({ GroupName: 'sweeps', NamePrefix: 'sweep' })).names).toEqual(['sweep-a', 'sweep-b']);
    expect((await list({ State: 'DISABLED' })).names).toEqual(['summary']);
    const first = await list({ MaxResults: 3 });
    expect(first.names).toHaveLength(3);
    expect(await list({ MaxResults: 3, NextToken: first.NextToken })).toEqual({
      names: ['sweep-b'],
      NextToken: undefined,
    });
  });

  it('both need their permission', async () => {
    const scheduler = new SchedulerClient(asRole(organization, MANAGEMENT, 'function'));
    await expect(scheduler.send(new GetScheduleCommand({ Name: 'other' }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      $metadata: { httpStatusCode: 403 },
    });
    await expect(scheduler.send(new ListSchedulesCommand({}))).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});

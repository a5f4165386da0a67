import { GetScheduleCommand, ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fault, LocalOrganization, ScheduleProperties } from '../../index.ts';
import { acme, asRole, clientConfig, MANAGEMENT } from '../../testing/acme.ts';
import { central, definitionOf, put, SCHEDULER_ROLE, START, STATES_ROLE } from '../../testing/central.ts';

const HOUR = 3_600_000;
const WEEK = 7 * 24 * HOUR;
const MACHINE = `arn:aws:states:us-east-1:${MANAGEMENT}:stateMachine:sweep`;
const FUNCTION = `arn:aws:lambda:us-east-1:${MANAGEMENT}:function:standalone`;
const INPUT = '{"policy":"weekly","scheduledTime":"<aws.scheduler.scheduled-time>"}';

let organization: LocalOrganization;
beforeEach(() => {
  organization = central();
  organization.createStateMachine(MANAGEMENT, {
    name: 'sweep',
    definition: definitionOf({ Done: { Type: 'Succeed' } }),
    roleArn: STATES_ROLE,
  });
});
afterEach(() => organization.close());

interface Told extends Partial<Omit<ScheduleProperties, 'Target'>> {
  readonly Target?: Partial<ScheduleProperties['Target']>;
}

const propertiesOf = ({ Target, ...more }: Told): ScheduleProperties => ({
  Name: 'sweep-weekly',
  ScheduleExpression: 'cron(0 weekly)',
  FlexibleTimeWindow: { Mode: 'OFF' },
  ...more,
  Target: { Arn: MACHINE, RoleArn: SCHEDULER_ROLE, Input: INPUT, ...Target },
});
const schedule = (told: Told = {}) => organization.createSchedule(MANAGEMENT, propertiesOf(told));
const fired = () =>
  organization.schedulerDeliveries.map(
    ({ scheduleName, scheduledTime }) => `${scheduleName} ${scheduledTime.toISOString()}`,
  );

describe('what is due fires', () => {
  it('in order, each at its own instant, whatever it started ended before the clock goes on', async () => {
    const seen: string[] = [];
    put(organization, 'standalone', async (event) => {
      await new Promise((done) => setTimeout(done, 2));
      seen.push(`${(event as { at: string }).at} ${organization.now().toISOString()}`);
    });
    const Target = { Arn: FUNCTION, Input: '{"at":"<aws.scheduler.scheduled-time>"}' };
    schedule({ Name: 'b', ScheduleExpression: 'cron(30 weekly)', Target });
    schedule({ Name: 'a', ScheduleExpression: 'rate(1 day)', Target });
    schedule({ Name: 'once', ScheduleExpression: 'at(2026-11-22T06:00:00)', Target });
    await organization.advanceTo(new Date('2026-11-23T12:00:00Z'));
    const dues = [
      '2026-11-20T23:55:00',
      '2026-11-21T23:55:00',
      '2026-11-22T05:55:00',
      '2026-11-22T06:00:00',
      '2026-11-22T23:55:00',
    ];
    expect(seen).toEqual(dues.map((due) => `${due}Z ${due}.000Z`));
    expect(fired().map((each) => each.split(' ')[0])).toEqual(['a', 'a', 'b', 'once', 'a']);
    expect(organization.now()).toEqual(new Date('2026-11-23T12:00:00Z'));
    await organization.advanceBy(WEEK);
    expect(organization.schedulerDeliveries.filter(({ scheduleName }) => scheduleName === 'once')).toHaveLength(1);
  });

  it('up to the instant the clock is moved to, that one included, and never twice', async () => {
    schedule();
    await organization.advanceBy(WEEK - 1);
    expect(fired()).toEqual([]);
    await organization.advanceBy(1);
    await organization.advanceBy(0);
    await organization.advanceBy(WEEK - 1);
    expect(fired()).toEqual(['sweep-weekly 2026-11-27T23:55:00.000Z']);
  });

  it('with its expression and time zone as they were written: cron is the business of whoever made the organization', async () => {
    const asked: unknown[] = [];
    organization = central({
      nextScheduledTime: (expression, timezone, after) => {
        asked.push([expression, timezone, after.toISOString()]);
        return asked.length > 2 ? null : new Date(after.getTime() + HOUR);
      },
    });
    schedule({ ScheduleExpression: 'cron(55 23 ? * FRI *)', ScheduleExpressionTimezone: 'Europe/London' });
    await organization.advanceBy(WEEK);
    expect(asked).toEqual(
      ['2026-11-20T23:55:00.000Z', '2026-11-21T00:55:00.000Z', '2026-11-21T01:55:00.000Z'].map((after) => [
        'cron(55 23 ? * FRI *)',
        'Europe/London',
        after,
      ]),
    );
    expect(fired()).toHaveLength(2);
  });

  it('together where it is due together', async () => {
    let [under, most] = [0, 0];
    put(organization, 'standalone', async () => {
      most = Math.max(most, (under += 1));
      await new Promise((done) => setTimeout(done, 5));
      under -= 1;
    });
    for (const Name of ['x', 'y', 'z']) schedule({ Name, Target: { Arn: FUNCTION } });
    await organization.advanceBy(WEEK);
    expect(most).toBe(3);
  });

  it('unless it is disabled', async () => {
    schedule({ State: 'DISABLED' });
    await organization.advanceBy(WEEK);
    expect(fired()).toEqual([]);
  });

  it('in a year with one schedule and nothing to do, in less than a second', async () => {
    schedule();
    const before = performance.now();
    await organization.advanceBy(365 * 24 * HOUR);
    expect(performance.now() - before).toBeLessThan(1000);
    expect(fired()).toHaveLength(52);
  });
});

describe('a target', () => {
  it('that is a state machine is started under the schedule’s role', async () => {
    schedule();
    await organization.advanceBy(WEEK);
    const [delivery] = organization.schedulerDeliveries;
    expect(delivery).toMatchObject({ outcome: 'delivered', attempts: 1, targetArn: MACHINE, deadLetterArn: null });
    const [execution] = organization.executions(MANAGEMENT, 'sweep');
    expect(execution).toMatchObject({
      arn: delivery?.executionArn,
      status: 'SUCCEEDED',
      input: '{"policy":"weekly","scheduledTime":"2026-11-27T23:55:00Z"}',
      startedAt: new Date(START.getTime() + WEEK),
    });
    expect(organization.journal.entries('states:StartExecution')).toMatchObject([
      { principalArn: `arn:aws:sts::${MANAGEMENT}:assumed-role/scheduler/sweep-weekly`, outcome: 'ok' },
    ]);
  });

  it('that is a function is invoked as an event, again where it fails, and lost for all to see', async () => {
    let tries = 0;
    put(organization, 'standalone', () => {
      tries += 1;
      throw new RangeError('no');
    });
    schedule({ Target: { Arn: FUNCTION, Input: '{"a":1}' } });
    await organization.advanceBy(WEEK);
    expect(organization.schedulerDeliveries).toMatchObject([{ outcome: 'delivered', executionArn: null }]);
    expect(tries).toBe(3);
    expect(organization.lostEvents).toMatchObject([{ functionArn: FUNCTION, event: '{"a":1}' }]);
    expect(organization.lostEvents[0]?.failure).toContain('RangeError');
  });

  it('gets the context attributes of its attempt', async () => {
    const attributes = ['schedule-arn', 'scheduled-time', 'execution-id', 'attempt-number'];
    const Input = JSON.stringify(attributes.map((name) => `<aws.scheduler.${name}>`));
    schedule({ Target: { Input } });
    organization.faults.add({ operation: 'states:StartExecution', kind: 'Throttling', calls: [1] });
    await organization.advanceBy(WEEK);
    const sent = organization.journal
      .entries('states:StartExecution')
      .map(({ input }) => JSON.parse(String(input['input'])));
    const arn = `arn:aws:scheduler:us-east-1:${MANAGEMENT}:schedule/default/sweep-weekly`;
    expect(sent).toEqual(
      ['1', '2'].map((number) => [arn, '2026-11-27T23:55:00Z', expect.stringMatching(/^[0-9a-f]{16}$/), number]),
    );
    expect(sent[0][2]).not.toBe(sent[1][2]);
  });
});

describe('a delivery that fails', () => {
  const passing: readonly [Fault['kind'], string][] = [
    ['Throttling', 'ThrottlingException'],
    ['InternalFailure', 'InternalFailure'],
    ['drop-connection', 'no-answer'],
  ];
  it.each(passing)('with %s is tried again as often as its retry policy says', async (kind, outcome) => {
    organization.faults.add({ operation: 'states:StartExecution', kind });
    schedule({
      Target: { RetryPolicy: { MaximumRetryAttempts: 2 }, DeadLetterConfig: { Arn: 'arn:aws:sqs:us-east-1:1:dlq' } },
    });
    await organization.advanceBy(WEEK);
    expect(organization.schedulerDeliveries).toMatchObject([
      { attempts: 3, outcome, deadLetterArn: 'arn:aws:sqs:us-east-1:1:dlq' },
    ]);
  });

  it('is given up when its event is too old', async () => {
    organization.faults.add({ operation: 'states:StartExecution', kind: 'Throttling' });
    schedule({ Target: { RetryPolicy: { MaximumEventAgeInSeconds: 60 } } });
    await organization.advanceBy(WEEK);
    // After 1, 2, 4, 8 and 16 seconds; another 32 would be too late.
    expect(organization.schedulerDeliveries[0]?.attempts).toBe(6);
  });

  it('for good, is not tried again, and the next one is delivered', async () => {
    organization.faults.add({ operation: 'states:StartExecution', kind: 'AccessDenied', calls: [1] });
    schedule();
    await organization.advanceBy(2 * WEEK);
    expect(organization.schedulerDeliveries.map(({ outcome, attempts }) => [outcome, attempts])).toEqual([
      ['AccessDeniedException', 1],
      ['delivered', 1],
    ]);
  });

  it('says so where the role may not, no longer trusts the scheduler, or is gone', async () => {
    schedule();
    const role = { accountId: MANAGEMENT, roleName: 'scheduler' };
    organization.putRole({ ...role, trusts: ['scheduler.amazonaws.com'], allows: ['lambda:*'] });
    await organization.advanceBy(WEEK);
    organization.putRole({ ...role, trusts: ['states.amazonaws.com'], allows: ['*'] });
    await organization.advanceBy(WEEK);
    organization.deleteRole(MANAGEMENT, 'scheduler');
    await organization.advanceBy(WEEK);
    expect(organization.schedulerDeliveries.map(({ outcome, message }) => `${outcome}: ${message}`)).toEqual([
      expect.stringMatching(
        /^AccessDeniedException: User: arn:.*scheduler\/sweep-weekly is not authorized to perform: states:StartExecution/,
      ),
      expect.stringMatching(
        /^AccessDeniedException: User: scheduler.amazonaws.com is not authorized to perform: sts:AssumeRole/,
      ),
      expect.stringMatching(
        /^AccessDeniedException: User: scheduler.amazonaws.com is not authorized to perform: sts:AssumeRole/,
      ),
    ]);
    expect(organization.executions(MANAGEMENT, 'sweep')).toEqual([]);
  });
});

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
    ['of a group that is not there', { GroupName: 'keysweep' }, 'ResourceNotFoundException', 'keysweep does not exist'],
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
    organization.createScheduleGroup(MANAGEMENT, 'keysweep');
    schedule({ GroupName: 'keysweep' });
    expect(() => organization.createScheduleGroup(MANAGEMENT, 'keysweep')).toThrow('already exists');
  });

  it('with cron where nobody said how that is read, or said it wrongly', () => {
    const make = (other: LocalOrganization) => () => {
      other.putRole({ accountId: MANAGEMENT, roleName: 'scheduler', trusts: ['scheduler.amazonaws.com'] });
      other.createSchedule(MANAGEMENT, propertiesOf({}));
    };
    expect(make(acme())).toThrow('nextScheduledTime, which this organization lacks');
    expect(make(acme({ nextScheduledTime: (_, __, after) => after }))).toThrow('not after');
  });
});

describe('over the wire', () => {
  beforeEach(() => {
    organization.createScheduleGroup(MANAGEMENT, 'keysweep');
    schedule({ Name: 'summary', GroupName: 'keysweep', State: 'DISABLED', Description: 'once a day' });
    for (const Name of ['sweep-a', 'sweep-b']) schedule({ Name, GroupName: 'keysweep' });
    schedule({ Name: 'other', ScheduleExpressionTimezone: 'Europe/London' });
  });

  it('scheduler:GetSchedule gives a schedule as it was made', async () => {
    const scheduler = new SchedulerClient(clientConfig(organization));
    expect(await scheduler.send(new GetScheduleCommand({ Name: 'summary', GroupName: 'keysweep' }))).toMatchObject({
      Arn: `arn:aws:scheduler:us-east-1:${MANAGEMENT}:schedule/keysweep/summary`,
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
    expect((await list({ GroupName: 'keysweep', NamePrefix: 'sweep' })).names).toEqual(['sweep-a', 'sweep-b']);
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

it('a clock that runs is stopped for what fires, and goes on from there', async () => {
  organization = central({ clock: 'runs', now: () => new Date() });
  const seen: number[] = [];
  put(organization, 'standalone', async () => {
    seen.push(organization.now().getTime());
    await new Promise((done) => setTimeout(done, 5));
    seen.push(organization.now().getTime());
  });
  schedule({ ScheduleExpression: 'at(2099-01-01T00:00:00)', Target: { Arn: FUNCTION } });
  await organization.advanceTo(new Date('2099-01-02T00:00:00Z'));
  expect(seen).toEqual([Date.parse('2099-01-01T00:00:00Z'), Date.parse('2099-01-01T00:00:00Z')]);
  const then = organization.now().getTime();
  await new Promise((done) => setTimeout(done, 5));
  expect(organization.now().getTime()).toBeGreaterThan(then);
});

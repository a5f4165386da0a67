import { GetScheduleCommand, ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { LocalOrganization } from '../../local-organization.ts';
import { clientConfig, MANAGEMENT } from '../../testing/acme.ts';
import { central, definitionOf, START, STATES_ROLE } from '../../testing/central.ts';
import { template } from '../testing/templates.ts';

const WEEK = 7 * 24 * 3_600_000;

let organization: LocalOrganization;
beforeEach(() => {
  organization = central();
});
afterEach(() => organization.close());

function roleFor(service: string, Action: string) {
  const trust = { Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' };
  const Statement = [{ Effect: 'Allow', Action, Resource: '*' }];
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [trust] },
      Policies: [{ PolicyName: 'starts', PolicyDocument: { Version: '2012-10-17', Statement } }],
    },
  };
}

const machine = (definition: unknown, more: object = {}) => ({
  Type: 'AWS::StepFunctions::StateMachine',
  Properties: {
    StateMachineName: 'sweep',
    StateMachineType: 'STANDARD',
    RoleArn: { 'Fn::GetAtt': ['StatesRole', 'Arn'] },
    DefinitionString: definition,
    ...more,
  },
});

const sweepOf = (output: string) =>
  definitionOf({ Done: { Type: 'Succeed', Output: { by: '${AWS::StackName}', output } } });

function schedule(more: object = {}) {
  const Input = '{"scheduledTime":"<aws.scheduler.scheduled-time>"}';
  return {
    Type: 'AWS::Scheduler::Schedule',
    Properties: {
      Name: 'weekly',
      GroupName: { Ref: 'Group' },
      ScheduleExpression: 'cron(0 weekly)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        Arn: { Ref: 'Machine' },
        RoleArn: { 'Fn::GetAtt': ['SchedulerRole', 'Arn'] },
        Input,
        RetryPolicy: { MaximumEventAgeInSeconds: 7200, MaximumRetryAttempts: 60 },
      },
      ...more,
    },
  };
}

const resources = (changed: object = {}) => ({
  StatesRole: roleFor('states.amazonaws.com', 'lambda:InvokeFunction'),
  SchedulerRole: roleFor('scheduler.amazonaws.com', 'states:StartExecution'),
  Machine: machine({ 'Fn::Sub': sweepOf('first') }),
  Group: { Type: 'AWS::Scheduler::ScheduleGroup', Properties: { Name: 'sweeps' } },
  Schedule: schedule(),
  ...changed,
});

const OUTPUTS = {
  Machine: { Value: { 'Fn::GetAtt': ['Machine', 'Arn'] } },
  MachineName: { Value: { 'Fn::GetAtt': ['Machine', 'Name'] } },
  Group: { Value: { 'Fn::GetAtt': ['Group', 'Arn'] } },
  Schedule: { Value: { 'Fn::GetAtt': ['Schedule', 'Arn'] } },
  ScheduleName: { Value: { Ref: 'Schedule' } },
};

const deploy = (changed: object = {}) =>
  organization.deployStack({
    accountId: MANAGEMENT,
    stackName: 'central',
    template: template(resources(changed), { Outputs: OUTPUTS }),
  });
const scheduler = () => new SchedulerClient(clientConfig(organization));
const scheduleNames = async () => {
  const { Schedules = [] } = await scheduler().send(new ListSchedulesCommand({}));
  return Schedules.map(({ GroupName, Name }) => `${GroupName}/${Name}`);
};
const outputs = () => organization.executions(MANAGEMENT, 'sweep').map(({ output }) => JSON.parse(output ?? 'null'));

it('a stack of a machine and its schedule runs by itself', async () => {
  expect(await deploy()).toMatchObject({
    status: 'CREATE_COMPLETE',
    outputs: {
      Machine: `arn:aws:states:us-east-1:${MANAGEMENT}:stateMachine:sweep`,
      MachineName: 'sweep',
      Group: `arn:aws:scheduler:us-east-1:${MANAGEMENT}:schedule-group/sweeps`,
      Schedule: `arn:aws:scheduler:us-east-1:${MANAGEMENT}:schedule/sweeps/weekly`,
      ScheduleName: 'weekly',
    },
  });
  await organization.advanceBy(WEEK);
  expect(organization.schedulerDeliveries).toMatchObject([
    { outcome: 'delivered', scheduledTime: new Date(START.getTime() + WEEK) },
  ]);
  expect(outputs()).toEqual([{ by: 'central', output: 'first' }]);
});

it('an update changes machine and schedule in place, from now on', async () => {
  await deploy();
  await organization.advanceBy(WEEK);
  const changed = {
    Machine: machine({ 'Fn::Sub': sweepOf('second') }),
    Schedule: schedule({ ScheduleExpression: 'cron(24 weekly)' }),
  };
  expect(await deploy(changed)).toMatchObject({ status: 'UPDATE_COMPLETE' });
  await organization.advanceBy(WEEK);
  expect(outputs().map(({ output }) => output)).toEqual(['first', 'second']);
  const dues = organization.schedulerDeliveries.map(
    ({ scheduledTime }) => (scheduledTime.getTime() - START.getTime()) / 3_600_000,
  );
  expect(dues).toEqual([168, 192]);
});

it('a schedule may be switched off', async () => {
  await deploy();
  await deploy({ Schedule: schedule({ State: 'DISABLED' }) });
  await organization.advanceBy(WEEK);
  expect(organization.schedulerDeliveries).toEqual([]);
  const found = await scheduler().send(new GetScheduleCommand({ Name: 'weekly', GroupName: 'sweeps' }));
  expect(found).toMatchObject({ State: 'DISABLED', CreationDate: START });
});

it('a change of the name is another resource', async () => {
  await deploy();
  await deploy({
    Schedule: schedule({ Name: 'daily' }),
    Machine: machine({ 'Fn::Sub': sweepOf('x') }, { StateMachineName: 'other' }),
  });
  expect(await scheduleNames()).toEqual(['sweeps/daily']);
  expect(() => organization.executions(MANAGEMENT, 'sweep')).toThrow('There is no sweep');
  expect(organization.executions(MANAGEMENT, 'other')).toEqual([]);
});

it('names of their own are made where the template gives none', async () => {
  const unnamed = {
    Machine: machine({ 'Fn::Sub': sweepOf('x') }, { StateMachineName: undefined }),
    Group: { Type: 'AWS::Scheduler::ScheduleGroup' },
    Schedule: schedule({ Name: undefined }),
  };
  const { outputs } = await deploy(unnamed);
  expect(outputs).toMatchObject({
    MachineName: expect.stringMatching(/^central-Machine-/),
    ScheduleName: expect.stringMatching(/^central-Schedule-/),
  });
});

it('deleting the stack takes all of it away', async () => {
  await deploy();
  expect(await organization.deleteStack(MANAGEMENT, 'central')).toMatchObject({ status: 'DELETE_COMPLETE' });
  expect(await scheduleNames()).toEqual([]);
  expect(() => organization.executions(MANAGEMENT, 'sweep')).toThrow('There is no sweep');
  expect(await deploy()).toMatchObject({ status: 'CREATE_COMPLETE' });
});

it.each<[string, object, string]>([
  [
    'a definition that the engine cannot run',
    { Machine: machine(definitionOf({ W: { Type: 'Wait', Seconds: 1, End: true } })) },
    '/States/W/Type',
  ],
  ['a definition that is wrong', { Machine: machine('{') }, 'INVALID_JSON_DESCRIPTION'],
  [
    'an Express machine',
    { Machine: machine(sweepOf('x'), { StateMachineType: 'EXPRESS' }) },
    'StateMachineType EXPRESS',
  ],
  [
    'a definition as an object',
    { Machine: machine(undefined, { Definition: {} }) },
    'Definition of AWS::StepFunctions::StateMachine',
  ],
  [
    'a role that trusts somebody else',
    { StatesRole: roleFor('lambda.amazonaws.com', '*') },
    'authorized to assume the provided role',
  ],
  [
    'a schedule whose role does',
    { SchedulerRole: roleFor('lambda.amazonaws.com', '*') },
    'must allow AWS EventBridge Scheduler',
  ],
  [
    'a flexible window',
    { Schedule: schedule({ FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 5 } }) },
    'FlexibleTimeWindow',
  ],
  ['an end of the schedule', { Schedule: schedule({ EndDate: '2027-01-01' }) }, 'EndDate of AWS::Scheduler::Schedule'],
])('%s fails the stack, with the reason', async (_, changed, reason) => {
  const { status, failure } = await deploy(changed);
  expect(status).toBe('ROLLBACK_COMPLETE');
  expect(failure).toContain(reason);
  expect(await scheduleNames()).toEqual([]);
});

it('what is there already cannot be made again', async () => {
  organization.createScheduleGroup(MANAGEMENT, 'sweeps');
  expect(await deploy()).toMatchObject({ failure: expect.stringContaining("identifier 'sweeps' already exists") });
  organization.createStateMachine(MANAGEMENT, { name: 'sweep', definition: sweepOf('x'), roleArn: STATES_ROLE });
  expect(await deploy()).toMatchObject({ failure: expect.stringContaining("identifier 'sweep' already exists") });
});

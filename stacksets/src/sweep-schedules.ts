import type { Stack } from 'aws-cdk-lib';
import { CfnSchedule, CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { CfnQueue, CfnQueuePolicy } from 'aws-cdk-lib/aws-sqs';
import type { Config } from '@keysweep/core';
import { acknowledge } from './acknowledge.ts';
import { DEAD_LETTERS } from './central-resources.ts';
import { SCHEDULE_GROUP_NAME, SUMMARY_SCHEDULE_NAME, sweepScheduleName } from './names.ts';
import { policyDocument, type ResourceStatement } from './statements.ts';

/** What the schedules start, and as whom. */
export interface SweepSchedulesProps {
  readonly config: Config;
  readonly stateMachineArn: string;
  readonly roleArn: string;
}

/** One schedule, and the input of the execution that it starts. */
interface Due {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly expression: string;
  readonly timezone: string;
  readonly input: { readonly policy: string | null; readonly apply: boolean };
}

/** A start that is refused is tried again for two hours: a sweep of Friday night is not to begin on Saturday noon. */
const RETRY: CfnSchedule.RetryPolicyProperty = { maximumEventAgeInSeconds: 2 * 60 * 60, maximumRetryAttempts: 60 };

/** EventBridge Scheduler writes the time the schedule was due here. https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html */
const DUE_TIME = '<aws.scheduler.scheduled-time>';

/** A schedule for each policy that is assigned to something, and one for the summary. @returns the queue of failed starts. */
export function addSweepSchedules(stack: Stack, props: SweepSchedulesProps): CfnQueue {
  const deadLetters = addDeadLetters(stack);
  const group = new CfnScheduleGroup(stack, 'Schedules', { name: SCHEDULE_GROUP_NAME });
  for (const due of [...sweeps(props.config), summary(props.config)])
    new CfnSchedule(stack, due.id, {
      name: due.name,
      groupName: group.ref,
      description: due.description,
      scheduleExpression: due.expression,
      scheduleExpressionTimezone: due.timezone,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: props.stateMachineArn,
        roleArn: props.roleArn,
        input: JSON.stringify({ ...due.input, scheduledTime: DUE_TIME }),
        retryPolicy: RETRY,
        deadLetterConfig: { arn: deadLetters.attrArn },
      },
    });
  return deadLetters;
}

/** A policy that nothing is assigned to would sweep no account. */
function sweeps({ policies, assignments, managementAccount }: Config): Due[] {
  const inUse = new Set([...assignments.map(({ policy }) => policy), managementAccount]);
  return Object.values(policies)
    .filter(({ name }) => inUse.has(name))
    .map(({ name, schedule, rules }) => ({
      // A logical id has no hyphens, and the name of a policy no capitals.
      id: `SweepSchedule${name.replaceAll('-', 'X')}`,
      name: sweepScheduleName(name),
      description: `keysweep: sweeps the accounts of the policy ${name}`,
      expression: schedule,
      timezone: rules.timezone,
      input: { policy: name, apply: true },
    }));
}

function summary({ summary: { schedule, timezone } }: Config): Due {
  return {
    id: 'SummarySchedule',
    name: SUMMARY_SCHEDULE_NAME,
    description: 'keysweep: summarises the organization between sweeps',
    expression: schedule,
    timezone,
    input: { policy: null, apply: false },
  };
}

const TLS_ONLY: ResourceStatement = {
  Sid: 'TlsOnly',
  Effect: 'Deny',
  Principal: '*',
  Action: ['sqs:*'],
  Resource: { 'Fn::GetAtt': [DEAD_LETTERS, 'Arn'] },
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
};

/** Each message is the input of an execution that never began: whoever reads it can start it, under the time it was due. */
function addDeadLetters(stack: Stack): CfnQueue {
  const queue = new CfnQueue(stack, DEAD_LETTERS, {
    messageRetentionPeriod: 14 * 24 * 60 * 60,
    sqsManagedSseEnabled: true,
  });
  new CfnQueuePolicy(stack, 'UnstartedSweepsRules', {
    queues: [queue.ref],
    policyDocument: policyDocument([TLS_ONLY]),
  });
  acknowledge(queue, { 'AwsSolutions-SQS3': 'It is a dead-letter queue itself.' });
  return queue;
}

import type { PerformServiceCall } from '../../request-pipeline.ts';
import { servicePrincipal } from '../../service-role.ts';
import type { OrganizationState } from '../../state/organization-state.ts';
import type { Schedule, SchedulerDelivery } from '../../state/schedule.ts';
import { ConnectionDropped, encodeText } from '../../wire/message.ts';
import { ServiceError } from '../../wire/service-error.ts';
import { withContextAttributes } from './context-attributes.ts';
import { schedulerRole } from './scheduler-role.ts';

/** What delivering takes. */
export interface DeliveryTools {
  readonly state: OrganizationState;
  readonly perform: PerformServiceCall;
}

/** Of errors that pass; anything else is final, as is a missing permission or a target that is gone. */
const PASSING = new Set([
  'ThrottlingException',
  'TooManyRequestsException',
  'ServiceException',
  'InternalFailure',
  'no-answer',
]);

/**
 * Delivers one due time of a schedule to its target under the schedule's role, again while the error may pass and the retry
 * policy allows it, and keeps what became of it. No time passes between attempts; the waits that AWS would make count as
 * the event's age, doubling from a second.
 * https://docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html
 */
export async function deliver(
  schedule: Schedule,
  scheduledTime: Date,
  { state, perform }: DeliveryTools,
): Promise<SchedulerDelivery> {
  const { target } = schedule;
  let attempts = 0;
  for (let age = 0; ; age += 2 ** (attempts - 1)) {
    attempts += 1;
    const executionId = state.identifiers.hexadecimal(16, schedule.arn, scheduledTime.toISOString(), String(attempts));
    const input = withContextAttributes(target.input, { schedule, scheduledTime, number: attempts, executionId });
    const tried = await attempt(schedule, input, { state, perform });
    const retries = PASSING.has(tried.outcome) && attempts <= target.maximumRetryAttempts;
    if (retries && age + 2 ** (attempts - 1) <= target.maximumEventAgeSeconds) continue;
    const delivery: SchedulerDelivery = {
      accountId: schedule.accountId,
      groupName: schedule.groupName,
      scheduleName: schedule.name,
      scheduledTime,
      targetArn: target.arn,
      input,
      attempts,
      ...tried,
      deadLetterArn: tried.outcome === 'delivered' ? null : target.deadLetterArn,
    };
    state.schedulerDeliveries.push(delivery);
    return delivery;
  }
}

type Tried = Pick<SchedulerDelivery, 'outcome' | 'message' | 'executionArn'>;

async function attempt(schedule: Schedule, input: string, { state, perform }: DeliveryTools): Promise<Tried> {
  const { accountId, groupName, target, name } = schedule;
  try {
    const account = state.account(accountId);
    const given = schedulerRole(state, { account, roleArn: target.roleArn, groupName });
    const principal = servicePrincipal(state, given, name);
    const answer = await perform({ principal, ...requestOf(target.arn, input) });
    return {
      outcome: 'delivered',
      message: null,
      executionArn: (answer['executionArn'] as string | undefined) ?? null,
    };
  } catch (error) {
    if (error instanceof ConnectionDropped) return { outcome: 'no-answer', message: error.message, executionArn: null };
    if (!(error instanceof ServiceError)) throw error;
    return { outcome: error.exception, message: error.message, executionArn: null };
  }
}

// https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-templated.html: functions are invoked as events
function requestOf(targetArn: string, input: string): Pick<Parameters<PerformServiceCall>[0], 'operation' | 'input'> {
  if (targetArn.startsWith('arn:aws:states:'))
    return { operation: 'states:StartExecution', input: { stateMachineArn: targetArn, input } };
  const event = { FunctionName: targetArn, InvocationType: 'Event', Payload: encodeText(input) };
  return { operation: 'lambda:Invoke', input: event };
}

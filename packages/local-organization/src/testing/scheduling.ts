import type { LocalOrganization } from '../local-organization.ts';
import type { ScheduleProperties } from '../services/scheduler/schedule-properties.ts';
import { MANAGEMENT } from './acme.ts';
import { central, definitionOf, SCHEDULER_ROLE, STATES_ROLE } from './central.ts';

/** The state machine that schedules of tests start. */
export const MACHINE = `arn:aws:states:us-east-1:${MANAGEMENT}:stateMachine:sweep`;
/** A function that they invoke. */
export const FUNCTION = `arn:aws:lambda:us-east-1:${MANAGEMENT}:function:standalone`;
/** What they send if nothing else is said. */
export const INPUT = '{"policy":"weekly","scheduledTime":"<aws.scheduler.scheduled-time>"}';

/** What is said of a schedule of a test: only what is not as usual. */
export interface Told extends Partial<Omit<ScheduleProperties, 'Target'>> {
  readonly Target?: Partial<ScheduleProperties['Target']>;
}

/** The schedule `sweep-weekly`, which starts the machine every week, unless it is told otherwise. */
export function scheduleOf({ Target, ...more }: Told = {}): ScheduleProperties {
  return {
    Name: 'sweep-weekly',
    ScheduleExpression: 'cron(0 weekly)',
    FlexibleTimeWindow: { Mode: 'OFF' },
    ...more,
    Target: { Arn: MACHINE, RoleArn: SCHEDULER_ROLE, Input: INPUT, ...Target },
  };
}

/** The organization of `central` with a state machine that succeeds at once. */
export function centralWithMachine(): LocalOrganization {
  const organization = central();
  const definition = definitionOf({ Done: { Type: 'Succeed' } });
  organization.createStateMachine(MANAGEMENT, { name: 'sweep', definition, roleArn: STATES_ROLE });
  return organization;
}

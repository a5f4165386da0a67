import type { LocalOrganization, LocalOrganizationOptions } from '../local-organization.ts';
import type { InProcessHandler } from '../state/local-function.ts';
import { acme, MANAGEMENT } from './acme.ts';

/** The role of state machines in tests. */
export const STATES_ROLE = `arn:aws:iam::${MANAGEMENT}:role/machine`;
/** The role of schedules in tests. */
export const SCHEDULER_ROLE = `arn:aws:iam::${MANAGEMENT}:role/scheduler`;
/** The instant at which the clock of `central` stands. */
export const START = new Date('2026-11-20T23:55:00Z');

const WEEK = 7 * 24 * 60 * 60 * 1000;

/** The small organization with a clock that stands, roles for machines and schedules, and weekly cron expressions. */
export function central(options: LocalOrganizationOptions = {}): LocalOrganization {
  const organization = acme({ clock: 'stands', now: () => START, nextScheduledTime: weekly, ...options });
  const allows = ['lambda:InvokeFunction', 'states:StartExecution', 's3:GetObject'];
  organization.putRole({ accountId: MANAGEMENT, roleName: 'machine', trusts: ['states.amazonaws.com'], allows });
  organization.putRole({ accountId: MANAGEMENT, roleName: 'scheduler', trusts: ['scheduler.amazonaws.com'], allows });
  organization.putRole({ accountId: MANAGEMENT, roleName: 'function', trusts: ['lambda.amazonaws.com'] });
  return organization;
}

/** Reads `cron(<hours> …)` as: every week, so many hours after Friday 23:55 UTC. Cron is nobody's business here. */
export function weekly(expression: string, _: string, after: Date): Date {
  const first = START.getTime() + Number(/^cron\((\d+)/.exec(expression)?.[1]) * 3_600_000;
  const weeks = Math.floor((after.getTime() - first) / WEEK) + 1;
  return new Date(first + Math.max(weeks, 0) * WEEK);
}

/** Puts a handler of this process behind a function name. */
export function put(organization: LocalOrganization, functionName: string, inProcess: InProcessHandler): string {
  void organization.deployFunction({ accountId: MANAGEMENT, functionName, roleName: 'function', inProcess });
  return `arn:aws:lambda:us-east-1:${MANAGEMENT}:function:${functionName}`;
}

/** A definition of these states, which begins with the first of them. */
export function definitionOf(states: Readonly<Record<string, object>>, more: object = {}): string {
  return JSON.stringify({ QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0], States: states, ...more });
}

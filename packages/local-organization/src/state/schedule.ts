/**
 * When a cron expression is due next after an instant, in an IANA time zone; null when it never is again. Cron is not read
 * here: whoever makes an organization says how. Expressions come as they stand in the schedule, `cron(…)` included.
 */
export type NextScheduledTime = (expression: string, timezone: string, after: Date) => Date | null;

/** A group of schedules. https://docs.aws.amazon.com/scheduler/latest/APIReference/API_GetScheduleGroup.html */
export interface ScheduleGroup {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: Date;
}

/** What a schedule does when it is due, and as whom. */
export interface ScheduleTarget {
  /** Of a state machine or a function. */
  readonly arn: string;
  readonly roleArn: string;
  /** JSON, with context attributes such as `<aws.scheduler.scheduled-time>` still in it. */
  readonly input: string;
  readonly maximumRetryAttempts: number;
  readonly maximumEventAgeSeconds: number;
  readonly deadLetterArn: string | null;
}

/** When a schedule is due. */
export interface Recurrence {
  /** For the first time, for a schedule that is made or changed at an instant; null for never. */
  first(from: Date): Date | null;
  /** For the next time, after it was due at an instant. */
  next(due: Date): Date | null;
}

/** A schedule. https://docs.aws.amazon.com/scheduler/latest/APIReference/API_GetSchedule.html */
export interface Schedule {
  readonly accountId: string;
  readonly groupName: string;
  readonly name: string;
  readonly arn: string;
  readonly description: string | undefined;
  readonly expression: string;
  readonly timezone: string;
  readonly state: 'ENABLED' | 'DISABLED';
  readonly target: ScheduleTarget;
  readonly createdAt: Date;
  readonly modifiedAt: Date;
  readonly recurrence: Recurrence;
  /** When it fires next if it is enabled; null when it never does again. */
  nextDue: Date | null;
}

/** One due time of a schedule, and what became of it. */
export interface SchedulerDelivery {
  readonly accountId: string;
  readonly groupName: string;
  readonly scheduleName: string;
  readonly scheduledTime: Date;
  readonly targetArn: string;
  /** As the last attempt sent it. */
  readonly input: string;
  readonly attempts: number;
  /** `delivered`, or the code of the last attempt's error. */
  readonly outcome: string;
  readonly message: string | null;
  /** Of a state machine that was started. */
  readonly executionArn: string | null;
  /** The dead-letter queue that a failed delivery would have gone to; there are no queues here, this list stands for them. */
  readonly deadLetterArn: string | null;
}

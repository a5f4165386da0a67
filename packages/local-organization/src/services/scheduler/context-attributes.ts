import type { Schedule } from '../../state/schedule.ts';
import { isoSeconds } from '../../wire/timestamp.ts';

/** One attempt to deliver a schedule's event. */
export interface Attempt {
  readonly schedule: Schedule;
  readonly scheduledTime: Date;
  /** From 1. */
  readonly number: number;
  readonly executionId: string;
}

/**
 * The input of a target with its context attributes put in, as text into text.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
 */
export function withContextAttributes(input: string, attempt: Attempt): string {
  return input
    .replaceAll('<aws.scheduler.schedule-arn>', () => attempt.schedule.arn)
    .replaceAll('<aws.scheduler.scheduled-time>', isoSeconds(attempt.scheduledTime))
    .replaceAll('<aws.scheduler.execution-id>', attempt.executionId)
    .replaceAll('<aws.scheduler.attempt-number>', String(attempt.number));
}

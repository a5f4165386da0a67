import { LocalOrganizationError } from '../../error.ts';
import type { NextScheduledTime, Recurrence } from '../../state/schedule.ts';
import { ServiceError } from '../../wire/service-error.ts';

const UNIT_MILLISECONDS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Reads when a schedule is due. `rate(…)` begins at once, as it does without a StartDate; `at(…)` is known in UTC alone;
 * `cron(…)` is left to the function the organization was given, without which it is refused, and which is asked at once, so
 * that an expression or a zone it does not know is refused when the schedule is made.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export function readRecurrence(
  { expression, timezone }: { readonly expression: string; readonly timezone: string },
  nextScheduledTime: NextScheduledTime | null,
): Recurrence {
  if (expression.startsWith('cron(')) {
    if (nextScheduledTime === null) {
      throw unsupported(`${expression}: cron is read by the option nextScheduledTime, which this organization lacks`);
    }
    const after = (instant: Date): Date | null => {
      const due = nextScheduledTime(expression, timezone, instant);
      if (due === null || due.getTime() > instant.getTime()) return due;
      throw unsupported(`${expression}: nextScheduledTime gave a time that is not after ${instant.toISOString()}`);
    };
    return { first: after, next: after };
  }
  const [, value = '', unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const interval = Number(value) * (UNIT_MILLISECONDS[unit] ?? 0);
  if (interval > 0) return { first: (from) => from, next: (due) => new Date(due.getTime() + interval) };
  const [, wallClock] = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)$/.exec(expression) ?? [];
  const once = new Date(`${wallClock ?? ''}Z`);
  if (Number.isNaN(once.getTime()))
    throw new ServiceError('ValidationException', `Invalid Schedule Expression ${expression}.`);
  if (timezone !== 'UTC') throw unsupported(`${expression}: times of day are known in UTC alone, not in ${timezone}`);
  return { first: () => once, next: () => null };
}

function unsupported(message: string): LocalOrganizationError {
  return new LocalOrganizationError('schedule-unsupported', message);
}

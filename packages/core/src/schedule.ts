import { parseCronExpression, type CronExpression, type DayRule, type Refusal } from './cron-expression.ts';
import { checkTimeZone, instantOf, latestWallClock, wallClock, type WallClock } from './time-zone.ts';

/** A schedule that AWS would accept, with its time zone: what `nextDue` and `previousDue` read. */
export interface Schedule {
  readonly expression: string;
  readonly timezone: string;
  readonly cron: CronExpression;
}

/** A schedule; or which of the two inputs was refused, why, and what to write instead. */
export type ParsedSchedule =
  { readonly ok: true; readonly schedule: Schedule } | (Refusal & { readonly of: 'expression' | 'timezone' });

/** Reads a `cron(…)` expression and an IANA time zone; nothing in it depends on the machine's own zone. */
export function parseSchedule(expression: string, timezone: string): ParsedSchedule {
  const cron = parseCronExpression(expression);
  if (!cron.ok) return { ...cron, of: 'expression', problem: `"${expression}" ${cron.problem}` };
  const zone = checkTimeZone(timezone);
  if (zone !== null) return { ok: false, of: 'timezone', ...zone };
  if (nextWallClock(cron, Date.UTC(cron.years[0] as number, 0, 1) - 1) === null) {
    const hint = 'no month it names has that day';
    return { ok: false, of: 'expression', problem: `"${expression}" is never due`, hint };
  }
  return { ok: true, schedule: { expression, timezone, cron } };
}

/**
 * The first instant after `after` at which the schedule is due; null when its years are over. As EventBridge Scheduler
 * does: a time that the clocks skip is skipped, one that comes twice is due the first time only.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#daylist-savings-time
 */
export function nextDue(schedule: Schedule, after: Date): Date | null {
  let wall = nextWallClock(schedule.cron, wallClock(after, schedule.timezone));
  while (wall !== null) {
    const due = instantOf(wall, schedule.timezone);
    if (due !== null && due.getTime() > after.getTime()) return due;
    wall = nextWallClock(schedule.cron, wall);
  }
  return null;
}

/** `nextDue` of a schedule in two texts, as configurations have it: null where they are no schedule, too. */
export function nextScheduledTime(expression: string, timezone: string, after: Date): Date | null {
  const parsed = parseSchedule(expression, timezone);
  return parsed.ok ? nextDue(parsed.schedule, after) : null;
}

/** The last instant before `before` at which the schedule was due; null when there was none since 1970. */
export function previousDue(schedule: Schedule, before: Date): Date | null {
  let wall = previousWallClock(schedule.cron, latestWallClock(before, schedule.timezone));
  while (wall !== null) {
    const due = instantOf(wall, schedule.timezone);
    if (due !== null && due.getTime() < before.getTime()) return due;
    wall = previousWallClock(schedule.cron, wall);
  }
  return null;
}

function nextWallClock(cron: CronExpression, after: WallClock): WallClock | null {
  const from = new Date(after);
  for (const year of cron.years) {
    if (year < from.getUTCFullYear()) continue;
    for (const month of cron.months) {
      if (Date.UTC(year, month, 1) <= after) continue;
      for (const day of daysOfMonth(cron.days, year, month)) {
        const next = timesOfDay(cron, Date.UTC(year, month - 1, day)).find((wall) => wall > after);
        if (next !== undefined) return next;
      }
    }
  }
  return null;
}

function previousWallClock(cron: CronExpression, before: WallClock): WallClock | null {
  const from = new Date(before);
  for (const year of cron.years.toReversed()) {
    if (year > from.getUTCFullYear()) continue;
    for (const month of cron.months.toReversed()) {
      if (Date.UTC(year, month - 1, 1) >= before) continue;
      for (const day of daysOfMonth(cron.days, year, month).toReversed()) {
        const previous = timesOfDay(cron, Date.UTC(year, month - 1, day)).findLast((wall) => wall < before);
        if (previous !== undefined) return previous;
      }
    }
  }
  return null;
}

/** The dates of a month that a rule names, ascending. */
function daysOfMonth(rule: DayRule, year: number, month: number): number[] {
  const lastDate = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const weekdayOf = (date: number) => new Date(Date.UTC(year, month - 1, date)).getUTCDay() + 1;
  if (rule.kind === 'last-date') return [lastDate];
  if (rule.kind === 'nearest-weekday') return [nearestWeekday(rule.date, weekdayOf(rule.date), lastDate)];
  const matches = (date: number): boolean => {
    if (rule.kind === 'dates') return rule.dates.has(date);
    if (rule.kind === 'weekdays') return rule.weekdays.has(weekdayOf(date));
    const right = rule.kind === 'last-weekday' ? date > lastDate - 7 : Math.ceil(date / 7) === rule.nth;
    return right && weekdayOf(date) === rule.weekday;
  };
  return Array.from({ length: lastDate }, (_, index) => index + 1).filter(matches);
}

/** Saturday goes back to Friday and Sunday on to Monday, unless that is another month. */
function nearestWeekday(date: number, weekday: number, lastDate: number): number {
  if (weekday === 7) return date === 1 ? 3 : date - 1;
  if (weekday === 1) return date === lastDate ? date - 2 : date + 1;
  return date;
}

function timesOfDay(cron: CronExpression, midnight: WallClock): WallClock[] {
  return cron.hours.flatMap((hour) => cron.minutes.map((minute) => midnight + (hour * 60 + minute) * 60_000));
}

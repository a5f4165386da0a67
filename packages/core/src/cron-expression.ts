/** Why an expression or a time zone was refused, and what to write instead. */
export interface Refusal {
  readonly ok: false;
  readonly problem: string;
  readonly hint: string;
}

/** Which days of a month: by date, by weekday (1 is Sunday), or by one of AWS's three wildcards. */
export type DayRule =
  | { readonly kind: 'dates'; readonly dates: ReadonlySet<number> }
  | { readonly kind: 'last-date' }
  | { readonly kind: 'nearest-weekday'; readonly date: number }
  | { readonly kind: 'weekdays'; readonly weekdays: ReadonlySet<number> }
  | { readonly kind: 'last-weekday'; readonly weekday: number }
  | { readonly kind: 'nth-weekday'; readonly weekday: number; readonly nth: number };

/** A cron expression, read: ascending numbers in every list. */
export interface CronExpression {
  readonly ok: true;
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly months: readonly number[];
  readonly years: readonly number[];
  readonly days: DayRule;
}

interface Field {
  readonly name: string;
  readonly minimum: number;
  readonly maximum: number;
  /** Names of the values, the first for `minimum`. */
  readonly names: readonly string[];
  readonly steps: boolean;
}

const MINUTES: Field = { name: 'minutes', minimum: 0, maximum: 59, names: [], steps: true };
const HOURS: Field = { name: 'hours', minimum: 0, maximum: 23, names: [], steps: true };
const DATES: Field = { name: 'day-of-month', minimum: 1, maximum: 31, names: [], steps: true };
const MONTH_NAMES = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const MONTHS: Field = { name: 'month', minimum: 1, maximum: 12, names: MONTH_NAMES, steps: true };
const WEEKDAY_NAMES = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const WEEKDAYS: Field = { name: 'day-of-week', minimum: 1, maximum: 7, names: WEEKDAY_NAMES, steps: false };
const YEARS: Field = { name: 'year', minimum: 1970, maximum: 2199, names: [], steps: true };

const EXAMPLE = 'for example cron(55 23 ? * FRI *): minutes, hours, day-of-month, month, day-of-week, year';

/**
 * Reads `cron(minutes hours day-of-month month day-of-week year)`, strictly what AWS documents for EventBridge Scheduler:
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based . What the page leaves open
 * (`LW`, `L-3`, `31W` in a shorter month, ranges that wrap around) is refused, because a due time that AWS and keysweep
 * understand differently would look like a run that never came.
 */
export function parseCronExpression(expression: string): CronExpression | Refusal {
  const inner = /^cron\((.*)\)$/s.exec(expression)?.[1];
  if (inner === undefined) return notCron(expression);
  const parts = inner.split(' ').filter((part) => part !== '');
  const [minutesText, hoursText, dateText, monthText, weekdayText, yearText] = parts;
  if (parts.length !== 6) {
    const hint = parts.length === 5 ? 'add the year: * is every year' : `six fields, ${EXAMPLE}`;
    return refusal(`has ${parts.length} fields instead of six`, hint);
  }
  if (parts.join(' ') !== inner)
    return refusal('has a space too many', 'one space between two fields, none at the ends');
  const days = dayRule(dateText as string, weekdayText as string);
  const minutes = values(MINUTES, minutesText as string);
  const hours = values(HOURS, hoursText as string);
  const months = values(MONTHS, monthText as string);
  const years = values(YEARS, yearText as string);
  for (const field of [minutes, hours, months, days, years]) if ('ok' in field) return field;
  return { ok: true, minutes, hours, months, days, years } as CronExpression;
}

function notCron(expression: string): Refusal {
  if (expression.startsWith('rate(')) {
    return refusal('is a rate; a sweep has a time of day', `write when it is due, ${EXAMPLE}`);
  }
  if (expression.startsWith('at(')) return refusal('is due only once', `a sweep comes back, ${EXAMPLE}`);
  if (/^(\S+ ){4,5}\S+$/.test(expression)) return refusal('lacks its cron(…)', EXAMPLE);
  return refusal('is not a schedule', EXAMPLE);
}

/** AWS: a value (or `*`) in one of the two day fields needs `?` in the other. */
function dayRule(dateText: string, weekdayText: string): DayRule | Refusal {
  if ((dateText === '?') === (weekdayText === '?')) {
    const how = dateText === '?' ? 'both' : 'neither';
    return refusal(`has ${how} of day-of-month and day-of-week as "?"`, `exactly one of the two is "?", ${EXAMPLE}`);
  }
  return weekdayText === '?' ? dateRule(dateText) : weekdayRule(weekdayText);
}

function dateRule(text: string): DayRule | Refusal {
  if (text === 'L') return { kind: 'last-date' };
  const nearest = /^([0-9]{1,2})W$/.exec(text);
  if (nearest !== null) {
    const date = Number(nearest[1]);
    if (date >= 1 && date <= 28) return { kind: 'nearest-weekday', date };
    return refusal(`has "${text}" as day-of-month`, 'before W stands a day that every month has, 1 to 28');
  }
  if (/[LW]/.test(text)) {
    return refusal(
      `has "${text}" as day-of-month`,
      'L (last day) and, say, 15W (weekday nearest the 15th) stand alone',
    );
  }
  const dates = values(DATES, text);
  return 'ok' in dates ? dates : { kind: 'dates', dates: new Set(dates) };
}

function weekdayRule(text: string): DayRule | Refusal {
  // "L" alone is the last day of the week, which is Saturday.
  if (text === 'L') return { kind: 'weekdays', weekdays: new Set([7]) };
  const special = /^([0-9A-Z]+?)(?:L|#([0-9]+))$/.exec(text);
  if (special !== null) {
    const weekday = value(WEEKDAYS, special[1] as string);
    if (weekday !== null && special[2] === undefined) return { kind: 'last-weekday', weekday };
    const nth = Number(special[2]);
    if (weekday !== null && nth >= 1 && nth <= 5) return { kind: 'nth-weekday', weekday, nth };
  }
  if (/[#L]/.test(text)) {
    return refusal(`has "${text}" as day-of-week`, 'FRI#2 (second Friday, 1 to 5) and 6L (last Friday) stand alone');
  }
  const weekdays = values(WEEKDAYS, text);
  return 'ok' in weekdays ? weekdays : { kind: 'weekdays', weekdays: new Set(weekdays) };
}

/** The values that a field's text names, ascending. */
function values(field: Field, text: string): number[] | Refusal {
  const found = new Set<number>();
  for (const item of text.split(',')) {
    const members = itemValues(field, item);
    if ('ok' in members) return members;
    for (const member of members) found.add(member);
  }
  return [...found].sort((left, right) => left - right);
}

/** One list item: `*`, a value, a range, and any of them (but in day-of-week) with a step. */
function itemValues(field: Field, item: string): number[] | Refusal {
  const bad = (hint: string) => refusal(`has "${item}" as ${field.name}`, hint);
  const [base = '', stepText, ...rest] = item.split('/');
  const step = stepText === undefined ? 1 : Number(/^[0-9]{1,3}$/.exec(stepText)?.[0] ?? 0);
  if (stepText !== undefined && !field.steps) return bad('AWS has no steps in day-of-week: list the days');
  if (rest.length > 0 || step < 1 || step > field.maximum) return bad(`a step is a number from 1 to ${field.maximum}`);
  const [firstText = '', lastText, ...more] = base === '*' ? [] : base.split('-');
  const first = base === '*' ? field.minimum : value(field, firstText);
  const open = base === '*' || (lastText === undefined && stepText !== undefined);
  const last = open ? field.maximum : value(field, lastText ?? firstText);
  if (first === null || last === null || more.length > 0) return bad(allowed(field, item));
  if (first > last) return bad('a range goes upwards; list the values to wrap around');
  const members: number[] = [];
  for (let member = first; member <= last; member += step) members.push(member);
  return members;
}

function value(field: Field, text: string): number | null {
  const named = field.names.indexOf(text);
  if (named >= 0) return named + field.minimum;
  if (!/^[0-9]{1,4}$/.test(text)) return null;
  const number = Number(text);
  return number >= field.minimum && number <= field.maximum ? number : null;
}

function allowed(field: Field, item: string): string {
  const numbers = `${field.minimum} to ${field.maximum}`;
  if (field.names.length === 0) return `values are ${numbers}`;
  const names = `${field.names[0]} to ${field.names[field.names.length - 1]}`;
  const capitals = item !== item.toUpperCase() ? ', in capitals' : '';
  return `values are ${numbers} or ${names}${capitals}`;
}

function refusal(problem: string, hint: string): Refusal {
  return { ok: false, problem, hint };
}

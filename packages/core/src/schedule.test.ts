import fc from 'fast-check';
import awsCronParser from 'aws-cron-parser';
import { describe, expect, it } from 'vitest';
import { nextDue, nextScheduledTime, parseSchedule, previousDue, type Schedule } from './schedule.ts';

function scheduleOf(expression: string, timezone = 'UTC'): Schedule {
  const parsed = parseSchedule(expression, timezone);
  expect(parsed).toMatchObject({ ok: true });
  return (parsed as Extract<typeof parsed, { ok: true }>).schedule;
}

/** The next due times after an instant, as ISO text to the minute. */
function upcoming(schedule: Schedule, after: string, count: number): string[] {
  const found: string[] = [];
  let at: Date | null = new Date(after);
  while (found.length < count) {
    at = nextDue(schedule, at);
    if (at === null) break;
    found.push(at.toISOString().slice(0, 16));
  }
  return found;
}

describe('nextDue', () => {
  it.each([
    ['Friday evening', 'cron(55 23 ? * FRI *)', '2026-11-23T12:00Z', ['2026-11-27T23:55', '2026-12-04T23:55']],
    [
      'the minute itself is not after itself',
      'cron(0 6 * * ? *)',
      '2026-11-23T06:00Z',
      ['2026-11-24T06:00', '2026-11-25T06:00'],
    ],
    [
      'steps and ranges',
      'cron(*/20 8-9 * * ? *)',
      '2026-11-23T08:30Z',
      ['2026-11-23T08:40', '2026-11-23T09:00', '2026-11-23T09:20'],
    ],
    [
      'a step from a value',
      'cron(10/25 0 1 * ? *)',
      '2026-11-23T00:00Z',
      ['2026-12-01T00:10', '2026-12-01T00:35', '2027-01-01T00:10'],
    ],
    [
      'a step in a range, beside a value',
      'cron(0-10/5,7 0 1 1 ? *)',
      '2026-11-23T00:00Z',
      ['2027-01-01T00:00', '2027-01-01T00:05', '2027-01-01T00:07', '2027-01-01T00:10'],
    ],
    [
      'a list in any order',
      'cron(0 9,1,5 1 1 ? *)',
      '2026-11-23T00:00Z',
      ['2027-01-01T01:00', '2027-01-01T05:00', '2027-01-01T09:00'],
    ],
    [
      'month names',
      'cron(0 0 1 JAN,JUL-AUG ? *)',
      '2026-11-23T00:00Z',
      ['2027-01-01T00:00', '2027-07-01T00:00', '2027-08-01T00:00'],
    ],
    [
      'months without a 31st are passed over',
      'cron(0 0 31 * ? *)',
      '2026-10-31T00:00Z',
      ['2026-12-31T00:00', '2027-01-31T00:00', '2027-03-31T00:00'],
    ],
    ['the last day', 'cron(0 0 L * ? *)', '2028-02-01T00:00Z', ['2028-02-29T00:00', '2028-03-31T00:00']],
    [
      'the weekday nearest a Saturday is Friday',
      'cron(0 0 15W * ? *)',
      '2026-08-01T00:00Z',
      ['2026-08-14T00:00', '2026-09-15T00:00'],
    ],
    ['the weekday nearest a Sunday is Monday', 'cron(0 0 15W * ? *)', '2026-11-01T00:00Z', ['2026-11-16T00:00']],
    [
      'the weekday nearest Saturday the 1st is in the same month',
      'cron(0 0 1W * ? *)',
      '2026-07-31T00:00Z',
      ['2026-08-03T00:00'],
    ],
    [
      'the weekday nearest a Sunday that ends the month',
      'cron(0 0 28W 2 ? *)',
      '2027-01-01T00:00Z',
      ['2027-02-26T00:00'],
    ],
    ['the last Friday', 'cron(15 10 ? * 6L *)', '2026-11-01T00:00Z', ['2026-11-27T10:15', '2026-12-25T10:15']],
    ['the last Friday by name', 'cron(15 10 ? * FRIL *)', '2026-11-01T00:00Z', ['2026-11-27T10:15']],
    ['the last day of the week', 'cron(0 0 ? * L *)', '2026-11-23T00:00Z', ['2026-11-28T00:00', '2026-12-05T00:00']],
    ['the second Tuesday', 'cron(0 0 ? * 3#2 *)', '2026-11-23T00:00Z', ['2026-12-08T00:00']],
    [
      'a fifth Monday, where there is one',
      'cron(0 0 ? * MON#5 *)',
      '2026-11-23T00:00Z',
      ['2026-11-30T00:00', '2027-03-29T00:00'],
    ],
    [
      'leap days, over a century without one',
      'cron(0 0 29 2 ? *)',
      '2096-03-01T00:00Z',
      ['2104-02-29T00:00', '2108-02-29T00:00'],
    ],
    ['years', 'cron(0 0 1 1 ? 2026/2)', '2026-11-23T00:00Z', ['2028-01-01T00:00', '2030-01-01T00:00']],
    ['the end of its years', 'cron(0 0 1 1 ? 2027)', '2026-11-23T00:00Z', ['2027-01-01T00:00']],
  ])('%s', (_name, expression, after, expected) => {
    const found = upcoming(scheduleOf(expression), after, expression.includes('? 2027)') ? 2 : expected.length);
    expect(found).toEqual(expected);
  });
});

describe('previousDue', () => {
  it.each([
    ['cron(55 23 ? * FRI *)', 'Europe/London', '2026-11-23T12:00:00Z', '2026-11-20T23:55:00.000Z'],
    ['cron(55 23 ? * FRI *)', 'Europe/London', '2026-07-04T12:00:00Z', '2026-07-03T22:55:00.000Z'],
    ['cron(0 6 * * ? *)', 'UTC', '2026-11-23T06:00:00Z', '2026-11-22T06:00:00.000Z'],
    ['cron(0 6 * * ? *)', 'UTC', '2026-11-23T06:00:00.001Z', '2026-11-23T06:00:00.000Z'],
    ['cron(0 0 1 JAN,DEC ? *)', 'UTC', '2026-11-23T06:00:00Z', '2026-01-01T00:00:00.000Z'],
    ['cron(0 0 1 1 ? 2020-2022)', 'UTC', '2026-11-23T06:00:00Z', '2022-01-01T00:00:00.000Z'],
    ['cron(0 0 1 12 ? *)', 'UTC', '2026-11-23T06:00:00Z', '2025-12-01T00:00:00.000Z'],
  ])('%s in %s before %s', (expression, timezone, before, expected) => {
    expect(previousDue(scheduleOf(expression, timezone), new Date(before))?.toISOString()).toBe(expected);
  });

  it('is null before the years begin', () => {
    expect(previousDue(scheduleOf('cron(0 0 1 1 ? 2030)'), new Date('2026-11-23T00:00Z'))).toBeNull();
  });
});

describe('daylight saving time, as EventBridge Scheduler documents it', () => {
  const daily = scheduleOf('cron(30 2 * * ? *)', 'America/Los_Angeles');

  it('skips a time that the clocks skip', () => {
    expect(upcoming(daily, '2026-03-07T00:00Z', 3)).toEqual([
      '2026-03-07T10:30',
      '2026-03-09T09:30',
      '2026-03-10T09:30',
    ]);
    expect(previousDue(daily, new Date('2026-03-09T00:00Z'))?.toISOString()).toBe('2026-03-07T10:30:00.000Z');
  });

  it('runs once, before the shift, at a time that comes twice', () => {
    const inRepeatedHour = scheduleOf('cron(30 1 * * ? *)', 'America/Los_Angeles');
    expect(upcoming(inRepeatedHour, '2026-10-31T12:00Z', 2)).toEqual(['2026-11-01T08:30', '2026-11-02T09:30']);
  });

  it('is not due during the second coming of an hour, and remembers the first', () => {
    const quarters = scheduleOf('cron(0/15 * * * ? *)', 'Europe/London');
    const second = new Date('2026-10-25T01:20:00Z');
    expect(nextDue(quarters, second)?.toISOString()).toBe('2026-10-25T02:00:00.000Z');
    expect(previousDue(quarters, second)?.toISOString()).toBe('2026-10-25T00:45:00.000Z');
  });

  it('reads the same times on a machine in any zone', () => {
    // The last Sunday of October is the day the clocks go back in London.
    expect(upcoming(scheduleOf('cron(0 2 ? * 1L *)', 'Europe/London'), '2026-10-01T00:00Z', 1)).toEqual([
      '2026-10-25T02:00',
    ]);
  });
});

describe('what AWS would refuse, or understand differently', () => {
  it.each([
    ['rate(7 days)', /is a rate/],
    ['at(2026-11-20T13:00:00)', /is due only once/],
    ['55 23 ? * FRI *', /lacks its cron/],
    ['every friday', /is not a schedule/],
    ['', /is not a schedule/],
    ['cron()', /has 0 fields instead of six/],
    ['cron(55 23 ? * FRI)', /has 5 fields instead of six: add the year/],
    ['cron(0 55 23 ? * FRI *)', /has 7 fields/],
    ['cron(55 23  ? * FRI *)', /a space too many/],
    ['cron( 55 23 ? * FRI *)', /a space too many/],
    ['cron(55 23 * * FRI *)', /has neither of day-of-month and day-of-week as "\?"/],
    ['cron(55 23 ? * ? *)', /has both of/],
    ['cron(? 23 ? * FRI *)', /has "\?" as minutes: values are 0 to 59/],
    ['cron(60 23 ? * FRI *)', /has "60" as minutes/],
    ['cron(0 24 ? * FRI *)', /has "24" as hours/],
    ['cron(1x 23 ? * FRI *)', /has "1x" as minutes/],
    ['cron(-1 23 ? * FRI *)', /has "-1" as minutes/],
    ['cron(1-2-3 23 ? * FRI *)', /has "1-2-3" as minutes/],
    ['cron(0 0 0 * ? *)', /has "0" as day-of-month/],
    ['cron(0 0 32 * ? *)', /has "32" as day-of-month/],
    ['cron(0 0 LW * ? *)', /has "LW" as day-of-month/],
    ['cron(0 0 L-3 * ? *)', /has "L-3" as day-of-month/],
    ['cron(0 0 1,L * ? *)', /has "1,L" as day-of-month/],
    ['cron(0 0 31W * ? *)', /has "31W" as day-of-month: before W/],
    ['cron(0 0 1 13 ? *)', /has "13" as month/],
    ['cron(0 0 1 Jan ? *)', /has "Jan" as month: values are 1 to 12 or JAN to DEC, in capitals/],
    ['cron(0 0 1 FOO ? *)', /has "FOO" as month: values are 1 to 12 or JAN to DEC$/],
    ['cron(0 0 ? * 0 *)', /has "0" as day-of-week/],
    ['cron(0 0 ? * 8L *)', /has "8L" as day-of-week/],
    ['cron(0 0 ? * FRI-MON *)', /has "FRI-MON" as day-of-week: a range goes upwards/],
    ['cron(0 0 ? * MON/2 *)', /AWS has no steps in day-of-week/],
    ['cron(0 0 ? * 3#1,6#3 *)', /has "3#1,6#3" as day-of-week/],
    ['cron(0 0 ? * FRI#6 *)', /has "FRI#6" as day-of-week/],
    ['cron(0/0 0 1 * ? *)', /a step is a number from 1 to 59/],
    ['cron(0/60 0 1 * ? *)', /a step is a number/],
    ['cron(0/ 0 1 * ? *)', /a step is a number/],
    ['cron(0/5/5 0 1 * ? *)', /a step is a number/],
    ['cron(0 0 1 1 ? 1969)', /has "1969" as year/],
    ['cron(0 0 1 1 ? 2200)', /has "2200" as year/],
    ['cron(0 0 30 2 ? *)', /is never due: no month it names has that day/],
    ['cron(0 0 31 4,6,9,11 ? *)', /is never due/],
  ])('%s', (expression, words) => {
    const parsed = parseSchedule(expression, 'UTC');
    expect(parsed).toMatchObject({ ok: false, of: 'expression' });
    expect(parsed.ok ? '' : `${parsed.problem}: ${parsed.hint}`).toMatch(words);
  });

  it.each(['PST', '+01:00', 'Mars/Olympus', 'GMT+1', '', 'Europe', 'Etc/'])('time zone "%s"', (timezone) => {
    expect(parseSchedule('cron(0 0 1 1 ? *)', timezone)).toEqual({
      ok: false,
      of: 'timezone',
      problem: `"${timezone}" is not a time zone`,
      hint: 'an IANA name such as Europe/London, or UTC',
    });
  });

  it('a time zone in the wrong case', () => {
    expect(parseSchedule('cron(0 0 1 1 ? *)', 'europe/london')).toMatchObject({ hint: 'write Europe/London' });
  });

  it.each(['US/Eastern', 'Asia/Kolkata', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5'])('but not %s', (timezone) => {
    expect(parseSchedule('cron(0 0 1 1 ? *)', timezone)).toMatchObject({ ok: true });
  });
});

describe('for every schedule, zone and instant', () => {
  const part = (minimum: number, maximum: number) =>
    fc.oneof(
      fc.constant('*'),
      fc.integer({ min: minimum, max: maximum }).map(String),
      fc
        .uniqueArray(fc.integer({ min: minimum, max: maximum }), { minLength: 1, maxLength: 4 })
        .map((list) => list.sort((left, right) => left - right).join(',')),
    );
  const days = fc.oneof(
    fc.oneof(part(1, 28), fc.constantFrom('L', '1W', '15W', '28W')).map((date) => [date, '?'] as const),
    fc
      .oneof(part(1, 7), fc.constantFrom('L', '6L', 'MON#1', '1#5', 'TUE-SAT'))
      .map((weekday) => ['?', weekday] as const),
  );
  const expression = fc
    .tuple(part(0, 59), part(0, 23), days, part(1, 12))
    .map(([minutes, hours, [date, weekday], months]) => `cron(${minutes} ${hours} ${date} ${months} ${weekday} *)`);
  // Two that change by an hour, one by half an hour, one south of the equator, one ahead by three quarters, one without.
  const zone = fc.constantFrom(
    'Europe/London',
    'America/New_York',
    'Australia/Lord_Howe',
    'America/Santiago',
    'Asia/Kathmandu',
    'UTC',
  );
  const instant = fc.date({ min: new Date('2015-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });
  const runs = { numRuns: 300 };

  it('next is after, previous is before, and nothing is due in between', () => {
    fc.assert(
      fc.property(expression, zone, instant, (text, timezone, at) => {
        const schedule = scheduleOf(text, timezone);
        const next = nextDue(schedule, at) as Date;
        const previous = previousDue(schedule, at) as Date;
        expect(next.getTime()).toBeGreaterThan(at.getTime());
        expect(previous.getTime()).toBeLessThan(at.getTime());
        expect(previousDue(schedule, new Date(next.getTime() + 1))).toEqual(next);
        expect(nextDue(schedule, new Date(previous.getTime() - 1))).toEqual(previous);
        const atOrNext = nextDue(schedule, new Date(at.getTime() - 1)) as Date;
        expect(nextDue(schedule, previous)).toEqual(atOrNext);
      }),
      runs,
    );
  });

  const machineIsInUtc = new Date(2026, 6, 1).getTime() === Date.UTC(2026, 6, 1);
  it.skipIf(!machineIsInUtc)('agrees with aws-cron-parser where that reads the dialect right', () => {
    // It does not: lists out of order, days that a month lacks, "L" as a weekday, rare days (it gives up), and the last
    // weekday of a month on a machine whose clocks change then.
    fc.assert(
      fc.property(expression, instant, (text, at) => {
        fc.pre(!/ L \*\)|#5|^cron\(\S+ \S+ \* /.test(text));
        const theirs = awsCronParser.parse(text.slice(5, -1));
        expect(nextDue(scheduleOf(text), at)).toEqual(awsCronParser.next(theirs, at));
        expect(previousDue(scheduleOf(text), at)).toEqual(awsCronParser.prev(theirs, at));
      }),
      runs,
    );
  });

  it('never throws on text', () => {
    const loose = fc.string({ unit: fc.constantFrom(...'cron()0123456789*?/,-#LWFRI '.split('')) });
    fc.assert(
      fc.property(fc.oneof(fc.string(), loose), fc.string(), (text, timezone) => {
        expect(parseSchedule(text, timezone)).toHaveProperty('ok');
      }),
    );
  });
});

describe('nextScheduledTime', () => {
  const after = new Date('2026-11-23T12:00Z');

  it('is the next due time in the zone', () => {
    const due = nextScheduledTime('cron(55 23 ? * FRI *)', 'Europe/Berlin', after);
    expect(due?.toISOString()).toBe('2026-11-27T22:55:00.000Z');
  });

  it.each([
    ['cron(55 23 ? * FRI)', 'UTC'],
    ['cron(55 23 ? * FRI *)', 'Europe/Nowhere'],
    ['cron(55 23 ? * FRI 2025)', 'UTC'],
  ])('is none of %s in %s', (expression, timezone) => {
    expect(nextScheduledTime(expression, timezone, after)).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import { dateInZone, isDate } from './calendar-date.ts';

describe('dateInZone', () => {
  it.each([
    ['Pacific/Kiritimati', '2026-11-20T09:59:59.999Z', '2026-11-20'],
    ['Pacific/Kiritimati', '2026-11-20T10:00:00.000Z', '2026-11-21'],
    ['Pacific/Pago_Pago', '2026-11-20T10:59:59.999Z', '2026-11-19'],
    ['Pacific/Pago_Pago', '2026-11-20T11:00:00.000Z', '2026-11-20'],
    ['Europe/London', '2026-07-03T22:59:59.999Z', '2026-07-03'],
    ['Europe/London', '2026-07-03T23:00:00.000Z', '2026-07-04'],
    ['Europe/London', '2026-11-20T23:59:59.999Z', '2026-11-20'],
    ['UTC', '2027-01-01T00:00:00.000Z', '2027-01-01'],
  ])('%s at %s: %s', (timezone, at, expected) => {
    expect(dateInZone(new Date(at), timezone)).toBe(expected);
  });
});

describe('isDate', () => {
  it.each(['2026-11-20', '2028-02-29', '2026-12-31', '9999-12-31'])('%s is a date', (text) => {
    expect(isDate(text)).toBe(true);
  });

  it.each([
    ['a day that no February has', '2026-02-30'],
    ['a leap day of another year', '2026-02-29'],
    ['a month too many', '2026-13-01'],
    ['a day of none', '2026-11-00'],
    ['a word', 'soon'],
    ['nothing', ''],
    ['a space before it', ' 2026-11-20'],
    ['a line break after it', '2026-11-20\n'],
    ['a time', '2026-11-20T00:00:00Z'],
    ['slashes', '2026/11/20'],
    ['the day first', '20-11-2026'],
    ['one digit', '2026-1-1'],
    ['other digits', '２０２６-11-20'],
  ])('%s is none: %j', (_what, text) => {
    expect(isDate(text)).toBe(false);
  });
});

import { dueOf, type SummarisedKey } from '@keysweep/core';
import { visible } from './visible.ts';

const DAY_MS = 86_400_000;
const longDate = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone: 'UTC' });
const shortDate = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' });
const whole = new Intl.NumberFormat('en-GB');

/** A count with separators: `12,345`. */
export function formatCount(count: number): string {
  return whole.format(count);
}

/** A count with its noun: `1 key`, `12 keys`. The plural is the noun with an `s` unless it is given. */
export function countOf(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`;
}

/** An instant for a heading: `Saturday 21 November 2026, 00:41 UTC`. */
export function formatInstant(instant: string): string {
  const date = new Date(instant);
  return `${longDate.format(date).replace(',', '')}, ${time.format(date)} UTC`;
}

/** An instant for a table: `21 Nov 2026, 00:41 UTC`. */
export function formatShortInstant(instant: string): string {
  return `${formatDay(instant)}, ${time.format(new Date(instant))} UTC`;
}

/** The UTC day of an instant: `21 Nov 2026`. */
export function formatDay(instant: string): string {
  return shortDate.format(new Date(instant));
}

/** When the run of an id was due, as `formatShortInstant` writes it. */
export function formatDue(runId: string): string {
  return formatShortInstant(dueOf(runId).toISOString());
}

/** A share of coverage. Rounded down: 99.99 % must not read as all. Null, nothing in scope, is `none`. */
export function formatPercent(percent: number | null): string {
  return percent === null ? 'none' : `${Math.floor(percent * 10) / 10} %`;
}

/** How old a key was at an instant: `12 days`, `5.8 years`. Null where its creation is not known. */
export function formatAge(createdAt: string | null, at: string): string | null {
  if (createdAt === null) return null;
  const days = Math.max(0, Math.floor((Date.parse(at) - Date.parse(createdAt)) / DAY_MS));
  return days < 730 ? countOf(days, 'day') : `${(Math.floor(days / 36.525) / 10).toFixed(1)} years`;
}

/** What a key was last used for: `s3 in eu-west-1`, or nothing where that is not known. */
export function formatUse({ service, region }: Extract<SummarisedKey['lastUsed'], { state: 'used' }>): string {
  return [service, region]
    .filter((part) => part !== null)
    .map(visible)
    .join(' in ');
}

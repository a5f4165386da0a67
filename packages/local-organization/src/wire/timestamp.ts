import type { TimestampFormat } from './shape.ts';

/** A date as `date-time` without fractions of a second: the precision of IAM and STS. */
export function isoSeconds(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

/** Writes a date as text in a timestamp format. */
export function writeTimestamp(date: Date, format: Exclude<TimestampFormat, 'default'>): string {
  if (format === 'http-date') return date.toUTCString();
  if (format === 'epoch-seconds') return String(date.getTime() / 1000);
  return isoSeconds(date);
}

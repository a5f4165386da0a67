const UNITS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000 };

/** How a moment in the past is written in a description: `40d`, `3h`, `10m`, or an ISO 8601 date or instant. */
export const AGE_PATTERN = /^(?:\d+(?:\.\d+)?[dhm]|\d{4}-\d{2}-\d{2}(?:T[\d:.]+Z)?)$/;

/** The moment an age of a description means, seen from `now`. The text fits AGE_PATTERN. */
export function momentOf(age: string, now: Date): Date {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)([dhm])$/.exec(age) ?? [];
  if (amount === undefined || unit === undefined) return new Date(age);
  return new Date(now.getTime() - Number(amount) * (UNITS[unit] ?? 0));
}

const MINUTE = 60_000;
const DAY = 86_400_000;

/**
 * A wall-clock time of some zone, as the milliseconds that the same reading would be in UTC: its days and hours come
 * out of `new Date(wall)` through the UTC methods. Not an instant.
 */
export type WallClock = number;

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Making a formatter costs far more than using it, and an organization has few zones. */
function formatter(timezone: string): Intl.DateTimeFormat {
  const kept = formatters.get(timezone);
  if (kept !== undefined) return kept;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formatters.set(timezone, made);
  return made;
}

/** What the clocks of a zone show at an instant. */
export function wallClock(instant: Date, timezone: string): WallClock {
  const parts = new Map(
    formatter(timezone)
      .formatToParts(instant)
      .map((part) => [part.type, Number(part.value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) as number;
  const seconds = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  const fraction = ((instant.getTime() % 1000) + 1000) % 1000;
  return seconds + fraction;
}

/** How far the clocks of a zone are ahead of UTC at an instant, in milliseconds. */
export function zoneOffset(instant: Date, timezone: string): number {
  return wallClock(instant, timezone) - instant.getTime();
}

/**
 * The first instant at which the clocks of a zone show `wall`; null where they never do because they were put forward
 * over it. A time that comes twice, because they were put back, means its first coming.
 */
export function instantOf(wall: WallClock, timezone: string): Date | null {
  // The zone's offset on either side of any change nearby; no zone is further than a day from UTC.
  const offsets = [wall - DAY, wall + DAY].map((time) => zoneOffset(new Date(time), timezone));
  const candidates = offsets
    .map((offset) => new Date(wall - offset))
    .sort((left, right) => left.getTime() - right.getTime());
  return candidates.find((instant) => wallClock(instant, timezone) === wall) ?? null;
}

/** The latest wall-clock reading that an instant before `before` can have shown, however the clocks were put back. */
export function latestWallClock(before: Date, timezone: string): WallClock {
  const yesterday = new Date(before.getTime() - DAY);
  const ahead = Math.max(zoneOffset(before, timezone), zoneOffset(yesterday, timezone));
  return Math.ceil((before.getTime() + ahead) / MINUTE) * MINUTE;
}

/**
 * Whether a name is one of the IANA time zone database in its own spelling: `UTC`, or a name with a slash. Offsets
 * (`+01:00`) and abbreviations (`PST`) are not, though `Intl` takes some of them.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#time-zones
 */
export function checkTimeZone(name: string): { readonly problem: string; readonly hint: string } | null {
  const unknown = { problem: `"${name}" is not a time zone`, hint: 'an IANA name such as Europe/London, or UTC' };
  if (name === 'UTC') return null;
  if (!/^[A-Za-z]+(\/[A-Za-z0-9_+-]+)+$/.test(name)) return unknown;
  let resolved: string;
  try {
    resolved = new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return unknown;
  }
  const miscased = resolved !== name && resolved.toLowerCase() === name.toLowerCase();
  return miscased ? { problem: `"${name}" is not how the time zone is spelt`, hint: `write ${resolved}` } : null;
}

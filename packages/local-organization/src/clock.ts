import { LocalOrganizationError } from './error.ts';

/** The present, whenever it is asked for. */
export type Clock = () => Date;

/**
 * The organization's present: ages in descriptions, the expiry of sessions, due schedules and what functions see are
 * judged by it. It runs on from its source, or stands still until it is moved. It never goes back.
 */
export class OrganizationClock {
  readonly #source: Clock;
  /** Milliseconds by which a running clock has been moved beyond its source. */
  #ahead = 0;
  #standsAt: Date | null = null;

  /** A clock that follows its source; with `stands`, one that stands where the source is now. */
  constructor(source: Clock, stands = false) {
    this.#source = source;
    if (stands) this.stand();
  }

  /** Whether the clock stands still. */
  get stands(): boolean {
    return this.#standsAt !== null;
  }

  /** The present. */
  now(): Date {
    return this.#standsAt === null
      ? new Date(this.#source().getTime() + this.#ahead)
      : new Date(this.#standsAt.getTime());
  }

  /** Moves the clock to an instant that is not past, whether it stands or runs; `clock-backwards` otherwise. */
  moveTo(instant: Date): void {
    this.checkNotPast(instant);
    if (this.#standsAt === null) this.#ahead += instant.getTime() - this.now().getTime();
    else this.#standsAt = new Date(instant.getTime());
  }

  /** Throws `clock-backwards` for an instant that is past, or is none. */
  checkNotPast(instant: Date): void {
    if (instant.getTime() >= this.now().getTime()) return;
    const message = `It is ${this.now().toISOString()}: the clock cannot go to ${String(instant)}.`;
    throw new LocalOrganizationError('clock-backwards', message);
  }

  /** Stops a running clock where it is. */
  stand(): void {
    this.#standsAt ??= this.now();
  }

  /** Lets a standing clock go on from where it stands. */
  run(): void {
    if (this.#standsAt === null) return;
    this.#ahead = this.#standsAt.getTime() - this.#source().getTime();
    this.#standsAt = null;
  }
}

/** A source that starts at an instant and goes on in real time from there. */
export function clockStartingAt(start: Date): Clock {
  const offset = start.getTime() - Date.now();
  return () => new Date(Date.now() + offset);
}

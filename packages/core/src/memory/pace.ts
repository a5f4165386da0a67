import type { Clock, Pace } from '../ports.ts';

/** No bound at all: every piece of work starts at once. */
export const unboundedPace: Pace = { run: (work) => work() };

/** A clock that stands still until it is moved. */
export class MemoryClock implements Clock {
  #now: number;

  constructor(now: string) {
    this.#now = Date.parse(now);
  }

  now(): Date {
    return new Date(this.#now);
  }

  /** Moves the clock instead of waiting. */
  async pause(milliseconds: number): Promise<void> {
    this.advance(milliseconds);
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
  }
}

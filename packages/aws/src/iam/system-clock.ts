import type { Clock } from '@keysweep/core';

/** Waits the given milliseconds. */
export function pauseFor(milliseconds: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, milliseconds));
}

/** The machine's own clock. */
export const systemClock: Clock = { now: () => new Date(), pause: pauseFor };

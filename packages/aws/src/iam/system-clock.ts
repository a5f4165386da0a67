import type { Clock } from '@keysweep/core';

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => new Date(),
  pause: (milliseconds) => new Promise((resolve) => void setTimeout(resolve, milliseconds)),
};

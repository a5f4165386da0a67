import { setTimeout } from 'node:timers/promises';

/** How something in AWS is waited for. */
export interface Patience {
  /** Ends the waiting, not what is waited for: the pause rejects. */
  readonly signal?: AbortSignal;
  /** Waits the given milliseconds; default: real time, until the signal. */
  readonly sleep?: (milliseconds: number) => Promise<void>;
}

/** The pause between two looks. */
export function pauseOf({ signal, sleep }: Patience): (milliseconds: number) => Promise<void> {
  return sleep ?? ((milliseconds) => setTimeout(milliseconds, undefined, signal === undefined ? {} : { signal }));
}

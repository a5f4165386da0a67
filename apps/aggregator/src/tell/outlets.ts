import type { EventBus, Notifier } from '@keysweep/core';

/** Through what the centre tells what it did. */
export interface Outlets {
  readonly notifier: Notifier;
  readonly eventBus: EventBus;
  /** Takes one line of JSON to where metrics are made of it. */
  readonly emit: (line: string) => void;
  /** The evidence bucket, for readers. */
  readonly bucket: string;
}

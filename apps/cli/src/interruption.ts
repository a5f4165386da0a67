import { EXIT_CODES } from './exit-codes.ts';

/** Whether somebody wants this process to stop. */
export interface Interruption {
  readonly isAsked: () => boolean;
  /** Ctrl-C is again what it was. */
  readonly release: () => void;
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Listens for Ctrl-C: the first one asks for an end, and `onAsked` says so; the second one ends the process at once, with 130.
 * Records are written once, and before what they are of: a process that ends at any point harms nothing.
 */
export function listenForInterruption(onAsked: () => void): Interruption {
  const state = { isAsked: false };
  const hear = (): void => {
    if (state.isAsked) process.exit(EXIT_CODES.interrupted);
    state.isAsked = true;
    onAsked();
  };
  for (const signal of SIGNALS) process.on(signal, hear);
  return {
    isAsked: () => state.isAsked,
    release: () => {
      for (const signal of SIGNALS) process.off(signal, hear);
    },
  };
}

import type { Terminal } from '../terminal.ts';

/** How much a command says. */
export interface Voice {
  /** Words that may be left out. */
  readonly tell: (text: string) => void;
  /** Warnings, and what must be read before something is confirmed. */
  readonly warn: (text: string) => void;
}

/** With `--quiet` only what must be said. */
export function voiceOf({ say }: Terminal, isQuiet: boolean): Voice {
  return { tell: isQuiet ? () => undefined : say, warn: say };
}

import type { Pace } from '@keysweep/core';
import type { Terminal } from './terminal.ts';

/** Tells how far work on many accounts is. */
export interface Progress {
  /** Begins a stage: what is done to so many accounts. */
  readonly begin: (stage: string, accounts: number) => void;
  /** One account more is done. */
  readonly step: () => void;
  /** Takes the line away. */
  readonly end: () => void;
}

/** Where a line cannot be drawn over, there is a new one so often at most. */
const PLAIN_EVERY_MS = 30_000;

/** On a terminal one line that is drawn over; else a plain line at the beginning of each stage and now and then; or nothing. */
export function tellProgress({ say, redraw }: Terminal, isQuiet: boolean): Progress {
  if (isQuiet) return { begin: () => undefined, step: () => undefined, end: () => undefined };
  const now = { stage: '', done: 0, all: 0, toldAt: 0 };
  const draw = (): void => redraw?.(`${now.stage}: ${now.done} of ${counted(now.all)}`);
  return {
    begin: (stage, accounts) => {
      Object.assign(now, { stage, done: 0, all: accounts, toldAt: performance.now() });
      if (redraw === null) say(`${stage}: ${counted(accounts)}`);
      else draw();
    },
    step: () => {
      now.done += 1;
      if (redraw !== null) return draw();
      if (performance.now() - now.toldAt < PLAIN_EVERY_MS) return;
      now.toldAt = performance.now();
      say(`${now.stage}: ${now.done} of ${counted(now.all)}`);
    },
    end: () => redraw?.(''),
  };
}

/** A pace that tells of each piece of work that is done. */
export function toldPace(pace: Pace, onDone: () => void): Pace {
  return {
    run: (work) =>
      pace.run(async () => {
        const result = await work();
        onDone();
        return result;
      }),
  };
}

function counted(accounts: number): string {
  return `${accounts} account${accounts === 1 ? '' : 's'}`;
}

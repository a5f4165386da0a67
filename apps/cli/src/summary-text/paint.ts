import pc from 'picocolors';
import type { Tone } from '@keysweep/aggregator';

/** Picocolors with colour on or off by argument: only the terminal says which. */
export type Colours = ReturnType<typeof pc.createColors>;

/** The colours of one text. */
export function coloursOf(colour: boolean): Colours {
  return pc.createColors(colour);
}

/** How a tone is painted. */
export function toneOf(tone: Tone, colours: Colours): (text: string) => string {
  const paints = {
    good: colours.green,
    info: colours.cyan,
    warn: colours.yellow,
    bad: colours.red,
    quiet: colours.dim,
  };
  return paints[tone];
}

import { KeysweepError } from '@keysweep/core';
import type { Ask } from './terminal.ts';

/** What was said beforehand on the command line. */
export interface ConfirmOptions {
  readonly yes?: boolean;
  /** False with `--no-input`: nobody is asked, not even at a terminal. */
  readonly input?: boolean;
}

/** How a person is asked. */
export interface Confirmation {
  readonly question: string;
  /** What has to be typed, word for word. */
  readonly expected: string;
}

/**
 * Who is to be asked; null where the answer was given beforehand. Called before anything is done, so that a pipeline fails at once.
 * @throws KeysweepError `usage` where nobody can be asked; `instead` names the flags that a script gives.
 */
export function whoConfirms({ yes, input }: ConfirmOptions, ask: Ask | null, instead: string): Ask | null {
  if (yes === true) return null;
  if (ask !== null && input !== false) return ask;
  const why = input === false ? '--no-input' : 'no terminal';
  throw new KeysweepError('usage', `this has to be confirmed, and with ${why} nobody can be asked`, {
    hint: `give ${instead}`,
  });
}

/**
 * Asks; true where exactly what is expected was typed, or nobody has to be asked.
 * @throws KeysweepError `interrupted` where they press Ctrl-C, or end the input.
 */
export async function confirm(ask: Ask | null, { question, expected }: Confirmation): Promise<boolean> {
  if (ask === null) return true;
  const typed = await ask(`${question} Type ${expected} to go on: `);
  if (typed === null) throw new KeysweepError('interrupted', 'nothing was changed');
  return typed.trim() === expected;
}

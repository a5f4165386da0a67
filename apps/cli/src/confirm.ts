import { KeysweepError } from '@keysweep/core';
import type { Person } from './terminal.ts';

/** What was said beforehand on the command line. */
export interface ConfirmOptions {
  readonly yes?: boolean;
  /** False with `--no-input`: nobody is asked, not even at a terminal. */
  readonly input?: boolean;
}

/** How a person is asked, and what instead of them a script gives. */
export interface Confirmation {
  readonly question: string;
  /** What has to be typed, word for word. */
  readonly expected: string;
  readonly signal: AbortSignal;
}

/**
 * Who is to be asked; null where the answer was given beforehand. Called before anything is done, so that a pipeline fails at once.
 * @throws KeysweepError `usage` where nobody can be asked; `instead` names the flags that a script gives.
 */
export function whoConfirms({ yes, input }: ConfirmOptions, person: Person | null, instead: string): Person | null {
  if (yes === true) return null;
  if (person !== null && input !== false) return person;
  const why = input === false ? '--no-input' : 'no terminal';
  throw new KeysweepError('usage', `this has to be confirmed, and with ${why} nobody can be asked`, {
    hint: `give ${instead}`,
  });
}

/** Asks; true where exactly what is expected was typed, or nobody has to be asked. */
export async function confirm(person: Person | null, { question, expected, signal }: Confirmation): Promise<boolean> {
  if (person === null) return true;
  const typed = await person.ask(`${question} Type ${expected} to go on: `, signal);
  return typed.trim() === expected;
}

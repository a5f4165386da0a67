import { KeysweepError } from '@keysweep/core';
import type { Terminal } from './terminal.ts';

/** What a command line says of questions. */
export interface ConfirmOptions {
  readonly yes?: boolean;
  /** False with `--no-input`. */
  readonly input?: boolean;
}

/** How somebody is asked; null where the command line has said yes. */
export type Asker = Terminal['ask'];

/** What is not done without a yes, as a sentence's beginning; and what to do in its place. */
export interface Unconfirmed {
  readonly nothing: string;
  readonly hint: string;
}

/**
 * How to ask whether to go on. Decided before anything is read, so that a pipeline without `--yes` fails at once.
 * @throws KeysweepError `usage`.
 */
export function askerOf({ yes, input }: ConfirmOptions, { ask }: Pick<Terminal, 'ask'>, without: Unconfirmed): Asker {
  if (yes === true) return null;
  if (input !== false && ask !== null) return ask;
  const why = input === false ? '--no-input forbids to ask' : 'there is no terminal to ask at';
  throw new KeysweepError('usage', `${without.nothing} without a yes, and ${why}`, { hint: without.hint });
}

/** Asks; only "yes" is one. @throws KeysweepError `interrupted` for anything else. */
export function demandYes(ask: Asker, question: string): Promise<void> {
  return demandWord(ask, question, 'yes');
}

/** Asks; only that word is a yes. @throws KeysweepError `interrupted` for anything else. */
export async function demandWord(ask: Asker, question: string, word: string): Promise<void> {
  if (ask === null) return;
  const answer = await ask(`${question} Only "${word}" does: `);
  if (answer?.trim().toLowerCase() !== word) throw new KeysweepError('interrupted', 'not confirmed: nothing was done');
}

import { KeysweepError, switchText } from '@keysweep/core';
import { askerOf } from '../confirmation.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { voiceOf } from '../from-here/quiet.ts';
import { turnedText } from '../switch/switch-text.ts';
import { turn, type TurnOptions } from '../switch/turn.ts';
import type { Terminal } from '../terminal.ts';

/** What a pause is asked for. */
export interface PauseOptions extends TurnOptions {
  readonly reason: string;
}

/** Leaves room for the caller's ARN: a parameter holds 4 KB. https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html */
const LONGEST_REASON = 1024;

/** Holds every sweep from now on, and says which are held when. Ends with 0 where the switch is off in the end. */
export async function pause(options: PauseOptions, terminal: Terminal): Promise<number> {
  const { reason, output, quiet = false } = options;
  demandReason(reason);
  const turned = await turn(options, {
    wanted: (by) => ({ state: 'paused', reason, by }),
    question: 'Pause all sweeps?',
    voice: voiceOf(terminal, quiet),
    ask: askerOf(options, terminal, { nothing: 'nothing is paused', hint: 'say --yes' }),
  });
  terminal.data(output === 'json' ? JSON.stringify(turned, null, 2) : turnedText(turned));
  return EXIT_CODES.ok;
}

function demandReason(reason: string): void {
  if (/\S/.test(reason) && Buffer.byteLength(switchText({ state: 'paused', reason, by: '' })) <= LONGEST_REASON) return;
  throw new KeysweepError('usage', 'the reason is empty, or longer than 1 KB', {
    hint: 'say in a sentence why, and where to read more: it stands in every summary until then',
  });
}

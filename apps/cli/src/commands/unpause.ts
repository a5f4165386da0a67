import { askerOf } from '../confirmation.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { voiceOf } from '../from-here/quiet.ts';
import { turnedText } from '../switch/switch-text.ts';
import { turn, type TurnOptions } from '../switch/turn.ts';
import type { Terminal } from '../terminal.ts';

/** Lets sweeps revoke again, and says when. Ends with 0 where the switch is on in the end. */
export async function unpause(options: TurnOptions, terminal: Terminal): Promise<number> {
  const { output, quiet = false } = options;
  const turned = await turn(options, {
    wanted: () => ({ state: 'enabled' }),
    question: 'Let sweeps revoke again?',
    voice: voiceOf(terminal, quiet),
    ask: askerOf(options, terminal, { nothing: 'sweeps are not let go on', hint: 'say --yes' }),
  });
  terminal.data(output === 'json' ? JSON.stringify(turned, null, 2) : turnedText(turned));
  return EXIT_CODES.ok;
}

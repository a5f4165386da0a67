import completing from '@bomb.sh/tab/commander';
import { Command } from 'commander';
import { EXIT_CODES } from '../exit-codes.ts';

/** Answers a shell: the script that it loads once, or what fits at the end of a command line. */
export async function completion(keysweep: Command, request: readonly string[]): Promise<number> {
  const answering = new Command(keysweep.name()).exitOverride();
  for (const command of keysweep.commands.filter((each) => !ANSWERED.has(each.name()))) answering.addCommand(command);
  completing(answering, { completionCommandName: 'completion' });
  await answering.parseAsync(request, { from: 'user' });
  return EXIT_CODES.ok;
}

/** What the completion adds by itself. */
const ANSWERED: ReadonlySet<string> = new Set(['completion', 'complete']);

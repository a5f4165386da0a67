import type { Command } from 'commander';
import { withExamples, type Door } from './door.ts';

const SHELLS = ['bash', 'zsh', 'fish'];

/** The commands for a shell and an editor to use. */
export function addShellCommands(keysweep: Command, { terminal, finish }: Door): void {
  withExamples(keysweep.command('schema'), 'schema > keysweep.schema.json', 'schema summary')
    .description('print the JSON Schema of a file: of keysweep.yaml, of summary.json, of a line of keys.jsonl')
    .addArgument(
      keysweep.createArgument('[of]', 'what it is of').choices(['config', 'summary', 'key']).default('config'),
    )
    .action(async (of: 'config' | 'summary' | 'key') => {
      const { schema } = await import('../commands/schema.ts');
      finish(await schema(of, terminal));
    });
  withExamples(
    keysweep.command('completion'),
    'completion bash >> ~/.bashrc',
    'completion zsh > "${fpath[1]}/_keysweep"',
  )
    .description('print what makes a shell complete commands and options')
    .addArgument(keysweep.createArgument('<shell>', 'the shell').choices(SHELLS))
    .action(async (shell: string) => {
      const { completion } = await import('../commands/completion.ts');
      finish(await completion(keysweep, ['completion', shell]));
    });
  keysweep
    .command('complete', { hidden: true })
    .description('what the shell asks for each time')
    .argument('[words...]', 'the command line so far')
    .allowUnknownOption()
    .action(async (words: string[]) => {
      const { completion } = await import('../commands/completion.ts');
      finish(await completion(keysweep, ['complete', '--', ...words]));
    });
}

import { Command } from 'commander';
import { addActingCommands } from './acting-commands.ts';
import { addDeploymentCommands } from './deployment-commands.ts';
import type { Door } from './door.ts';
import { addFromHereCommands } from './from-here-commands.ts';
import { addEvidenceCommands, addReadingCommands } from './reading-commands.ts';
import { addRehearsalCommands } from './rehearsal-commands.ts';
import { addShellCommands } from './shell-commands.ts';
import { addTemplateCommands } from './template-commands.ts';

const EXAMPLE = `Example:
  $ keysweep demo                             rehearse a sweep on a local organization
  $ keysweep init                             write a first keysweep.yaml, which only observes
  $ keysweep plan                             say what sweeps would do now, key by key
  $ keysweep deploy                           roll it out, once it was shown and confirmed
  $ keysweep summary                          what became of every account
`;

/** The command line: every command with its options. What a command does is loaded once it is run. */
export function program(door: Door): Command {
  const keysweep = new Command('keysweep')
    .description('Expires the IAM access keys of human users across an AWS Organization, and proves it.')
    .version(door.version)
    .addHelpText('before', EXAMPLE)
    .exitOverride();
  addReadingCommands(keysweep, door);
  addTemplateCommands(keysweep, door);
  addDeploymentCommands(keysweep, door);
  addActingCommands(keysweep, door);
  addEvidenceCommands(keysweep, door);
  addFromHereCommands(keysweep, door);
  addRehearsalCommands(keysweep, door);
  addShellCommands(keysweep, door);
  return keysweep;
}

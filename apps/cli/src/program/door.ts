import type { Command } from 'commander';
import type { Terminal } from '../terminal.ts';

/** What a command is run with: where it writes, how it says with which code the process ends, and the version of this CLI. */
export interface Door {
  readonly terminal: Terminal;
  readonly finish: (code: number) => void;
  readonly version: string;
}

/** Begins the help of a command with examples of its use. */
export function withExamples(command: Command, ...examples: readonly string[]): Command {
  const lines = examples.map((example) => `  $ keysweep ${example}`).join('\n');
  return command.addHelpText('before', `Example:\n${lines}\n`);
}

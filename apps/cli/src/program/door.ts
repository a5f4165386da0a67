import type { Command } from 'commander';
import type { Terminal } from '../terminal.ts';

/** What a command is run with: where it writes, how it says with which code the process ends, and the version of this CLI. */
export interface Door {
  readonly terminal: Terminal;
  readonly finish: (code: number) => void;
  readonly version: string;
}

const examples = new WeakMap<Command, readonly string[]>();

/** Begins the help of a command with examples of its use. */
export function withExamples(command: Command, ...lines: readonly string[]): Command {
  examples.set(command, lines);
  return command.addHelpText('before', `Example:\n${lines.map((line) => `  $ keysweep ${line}`).join('\n')}\n`);
}

/** The examples of a command, without the name of the program. */
export function examplesOf(command: Command): readonly string[] {
  return examples.get(command) ?? [];
}

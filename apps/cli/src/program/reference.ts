import { ERROR_CODES } from '@keysweep/core';
import type { Command } from 'commander';
import { EXIT_CODES, EXIT_MEANINGS, exitCodeOf } from '../exit-codes.ts';
import { examplesOf } from './door.ts';

const HEADER = `<!-- What apps/cli/src/program says, written by its test (npx vitest run apps/cli/src/program -u): change it there. -->

# The command line

\`keysweep COMMAND --help\` says the same, beginning with an example. [Getting started](getting-started.md) uses the commands in
their order.

- **Data goes to stdout, words to stderr.** So a pipe gets what it is for, and nothing else.
- **Credentials** are those that the AWS CLI would use, or \`--profile\`; never an option of their own.
- **Nobody is asked without a terminal.** What has to be confirmed ends with 64 and names the option that says yes.
- **Colours** end with \`NO_COLOR\`, \`TERM=dumb\` or a pipe; \`FORCE_COLOR\` keeps them.
- **Progress** is one line on a terminal that is drawn over, and a plain line now and then elsewhere.
- **Ctrl-C** ends with 130 and says what is left, and how to go on.
`;

/** The reference of the command line, as Markdown: every command with its options, exit codes, and error codes. */
export function commandReference(keysweep: Command): string {
  return [HEADER.trimEnd(), contents(keysweep), ...visible(keysweep).map(section), exitCodes(), errorCodes()].join(
    '\n\n',
  );
}

/** Without the one that shells ask, and commander's own. */
export function visible(keysweep: Command): readonly Command[] {
  return keysweep
    .createHelp()
    .visibleCommands(keysweep)
    .filter((command) => command.name() !== 'help');
}

function contents(keysweep: Command): string {
  const rows = visible(keysweep).map((command) => [
    `[\`${command.name()}\`](#${command.name()})`,
    command.description(),
  ]);
  return table(['command', 'does'], rows);
}

function section(command: Command): string {
  const examples = examplesOf(command).map((example) => `keysweep ${example}`);
  const options = command.options.filter(({ hidden }) => !hidden).map(optionRow);
  return [
    `## ${command.name()}`,
    sentence(command.description()),
    ...(examples.length === 0 ? [] : [`\`\`\`sh\n${examples.join('\n')}\n\`\`\``]),
    ...command.registeredArguments.map((each) => `\`${each.name()}\`: ${each.description}.`),
    ...(options.length === 0 ? [] : [table(['option', 'default', 'meaning'], options)]),
  ].join('\n\n');
}

function optionRow({ flags, description, defaultValue, argChoices }: Command['options'][number]): readonly string[] {
  const fallback = typeof defaultValue === 'string' ? `\`${defaultValue}\`` : '';
  const choices = argChoices === undefined ? '' : ` (${argChoices.map((choice) => `\`${choice}\``).join(', ')})`;
  return [`\`${flags}\``, fallback, `${description}${choices}`];
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function exitCodes(): string {
  const names = Object.keys(EXIT_CODES) as (keyof typeof EXIT_CODES)[];
  const rows = names.map((name) => [String(EXIT_CODES[name]), EXIT_MEANINGS[name]]);
  return ['## Exit codes', table(['code', 'means'], rows)].join('\n\n');
}

function errorCodes(): string {
  const codes = Object.keys(ERROR_CODES) as (keyof typeof ERROR_CODES)[];
  const rows = codes.map((code) => [`\`${code}\``, String(exitCodeOf(code)), ERROR_CODES[code]]);
  const introduction =
    'An error is one line, `error CODE  what went wrong`, and mostly a hint below it. The codes are stable; the words are not.';
  return ['## Errors', introduction, table(['code', 'exit code', 'means'], rows)].join('\n\n');
}

/** A table with its columns aligned, as the formatter of this repository leaves one. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

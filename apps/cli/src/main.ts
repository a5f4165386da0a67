import { readFileSync } from 'node:fs';
import { CommanderError } from 'commander';
import { EXIT_CODES } from './exit-codes.ts';
import { watchOutput } from './lost-output.ts';
import { program } from './program/program.ts';
import { reportError } from './report-error.ts';
import { processTerminal } from './terminal.ts';

// The SDK would warn of its own plans for Node 20 in the middle of what a person reads.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const terminal = processTerminal();
watchOutput(terminal);
const finish = (code: number): void => void (process.exitCode = code);
try {
  await program({ terminal, finish, version }).parseAsync();
} catch (error) {
  if (error instanceof CommanderError) finish(error.exitCode === 0 ? EXIT_CODES.ok : EXIT_CODES.usage);
  else finish(reportError(error, terminal));
}

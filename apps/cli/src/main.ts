import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { EXIT_CODES } from './exit-codes.ts';
import { reportError } from './report-error.ts';
import { processTerminal, type Terminal } from './terminal.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const EXAMPLE = `Example:
  $ keysweep demo                          rehearse a sweep on a local organization
  $ keysweep validate -c keysweep.yaml     check a configuration
`;

function program(terminal: Terminal, finish: (code: number) => void): Command {
  const keysweep = new Command('keysweep')
    .description('Expires the IAM access keys of human users across an AWS Organization, and proves it.')
    .version(version)
    .addHelpText('before', EXAMPLE)
    .exitOverride();
  keysweep
    .command('demo')
    .description('rehearse a sweep on a local organization of 14 accounts; no AWS account is touched')
    .option('-o, --out <folder>', 'where the summary’s files go', 'keysweep-demo')
    .action(async (options: { out: string }) => {
      const { demo } = await import('./commands/demo.ts');
      finish(await demo(options, terminal));
    });
  keysweep
    .command('validate')
    .description('check keysweep.yaml, and against an organization snapshot if one is given')
    .option('-c, --config <file>', 'the configuration', 'keysweep.yaml')
    .option('--organization <file>', 'a snapshot of the organization (JSON)')
    .action(async (options: { config: string; organization?: string }) => {
      const { validate } = await import('./commands/validate.ts');
      finish(await validate(options, terminal));
    });
  keysweep
    .command('synth')
    .description('write the CloudFormation templates and who falls under which policy; needs aws-cdk-lib')
    .option('-c, --config <file>', 'the configuration', 'keysweep.yaml')
    .requiredOption('--organization <file>', 'a snapshot of the organization (JSON)')
    .option('-o, --out <folder>', 'where the files go', 'keysweep-templates')
    .action(async (options: { config: string; organization: string; out: string }) => {
      const { synth } = await import('./commands/synth.ts');
      finish(await synth(options, terminal));
    });
  keysweep
    .command('local')
    .description('start a local organization on a port, for the AWS CLI and your own scripts')
    .option('-f, --file <file>', 'the description of the organization (YAML)')
    .option('-p, --port <port>', 'the port on 127.0.0.1; 0 takes a free one', '4900')
    .action(async (options: { file?: string; port: string }) => {
      const { local } = await import('./commands/local.ts');
      finish(await local(options, terminal));
    });
  return keysweep;
}

async function main(): Promise<void> {
  const terminal = processTerminal();
  const finish = (code: number): void => void (process.exitCode = code);
  try {
    await program(terminal, finish).parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) finish(error.exitCode === 0 ? EXIT_CODES.ok : EXIT_CODES.usage);
    else finish(reportError(error, terminal));
  }
}

await main();

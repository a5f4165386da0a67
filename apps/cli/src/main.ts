import { readFileSync } from 'node:fs';
import { Command, CommanderError, Option } from 'commander';
import type { AuditOptions } from './commands/audit.ts';
import type { DiffOptions } from './commands/diff.ts';
import type { SnapshotOptions } from './commands/snapshot.ts';
import type { SynthOptions } from './commands/synth.ts';
import type { ValidateOptions } from './commands/validate.ts';
import { addActingCommands } from './acting-commands.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { addEvidenceCommands, addReadingCommands } from './reading-commands.ts';
import { reportError } from './report-error.ts';
import { processTerminal, type Terminal } from './terminal.ts';

// The SDK would warn of its own plans for Node 20 in the middle of what a person reads.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const EXAMPLE = `Example:
  $ keysweep demo                          rehearse a sweep on a local organization
  $ keysweep validate -c keysweep.yaml     check a configuration
`;

const WITHOUT_SNAPSHOT = `
Without --organization it is read from AWS, with the credentials that the AWS CLI would use.
`;

const WITH_CREDENTIALS = `
The credentials are those that the AWS CLI would use: of the management account, or of a delegated administrator.
Exit codes: 0 compliant, 3 not compliant, 4 coverage below 100 %, 5 held or paused, 130 stopped.
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
  addTemplateCommands(keysweep, terminal, finish);
  addReadingCommands(keysweep, terminal, finish);
  addEvidenceCommands(keysweep, terminal, finish);
  addFromHereCommands(keysweep, terminal, finish);
  addActingCommands(keysweep, { terminal, finish, version });
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

/** The commands about a configuration and its organization. */
function addTemplateCommands(keysweep: Command, terminal: Terminal, finish: (code: number) => void): void {
  const aws = (command: Command): Command =>
    command
      .option('--profile <name>', 'the AWS profile to read the organization with')
      .option('--region <region>', 'the AWS Region to ask; AWS_REGION if left out');
  const about = (command: Command): Command =>
    aws(
      command
        .option('-c, --config <file>', 'the configuration', 'keysweep.yaml')
        .option('--organization <file>', 'a snapshot of the organization (JSON)'),
    );
  aws(keysweep.command('snapshot'))
    .description('read the organization from AWS and write it down as JSON, for validate, synth and diff')
    .option('-o, --out <file>', 'the file; printed if left out')
    .action(async (options: SnapshotOptions) => {
      const { snapshot } = await import('./commands/snapshot.ts');
      finish(await snapshot(options, terminal));
    });
  about(keysweep.command('validate'))
    .description('check keysweep.yaml, and against the organization if a snapshot is given, or --live')
    .option('--live', 'read the organization from AWS')
    .action(async (options: ValidateOptions) => {
      const { validate } = await import('./commands/validate.ts');
      finish(await validate(options, terminal));
    });
  about(keysweep.command('synth'))
    .description('write the CloudFormation templates, and who falls under which policy; needs aws-cdk-lib')
    .option('-o, --out <folder>', 'the folder, which is replaced as a whole', 'keysweep-templates')
    .addHelpText('after', WITHOUT_SNAPSHOT)
    .action(async (options: SynthOptions) => {
      const { synth } = await import('./commands/synth.ts');
      finish(await synth(options, terminal));
    });
  about(keysweep.command('diff'))
    .description('say what a deployment would change against an earlier synth; needs aws-cdk-lib')
    .option('--against <folder>', 'the folder that synth wrote', 'keysweep-templates')
    .addOption(new Option('--output <form>', 'how to print it').choices(['text', 'json']).default('text'))
    .option('--detailed-exitcode', 'end with 2 where anything differs')
    .addHelpText('after', WITHOUT_SNAPSHOT)
    .action(async (options: DiffOptions) => {
      const { diff } = await import('./commands/diff.ts');
      finish(await diff(options, terminal));
    });
}

/** The commands that do the centre's work in this process. */
function addFromHereCommands(keysweep: Command, terminal: Terminal, finish: (code: number) => void): void {
  const about = (command: Command): Command =>
    command
      .option('-c, --config <file>', 'the configuration', 'keysweep.yaml')
      .option('-o, --out <folder>', 'where the files of the summary go, and the evidence that has no bucket')
      .addOption(new Option('--output <form>', 'how to print the summary').choices(['table', 'json']).default('table'))
      .option('-q, --quiet', 'say only what must be said')
      .option('--profile <name>', 'the AWS profile to work with')
      .option('--region <region>', 'the AWS Region to ask; AWS_REGION if left out')
      .addHelpText('after', WITH_CREDENTIALS);
  about(keysweep.command('audit'))
    .description('look at every account that a policy sweeps, and summarise; changes nothing')
    .option('--role-name <name>', 'the role to look through in each account; keysweep-audit if left out')
    .action(async (options: AuditOptions) => {
      const { audit } = await import('./commands/audit.ts');
      finish(await audit(options, terminal, version));
    });
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

import { Option, type Command } from 'commander';
import type { PauseOptions } from '../commands/pause.ts';
import type { RestoreOptions } from '../commands/restore.ts';
import type { SweepOptions } from '../commands/sweep.ts';
import type { TurnOptions } from '../switch/turn.ts';
import { withExamples, type Door } from './door.ts';

const SWEEP_EXAMPLES = [
  'sweep --policy weekly',
  'sweep --follow latest',
  "sweep --approve latest --reason 'the first step'",
  'sweep --from-here --policy weekly --out evidence',
  'sweep --here --groups Developers,Administrators',
];

const SWEEP_CODES = `
The credentials are those that the AWS CLI would use: of keysweep-operator in the central account; from here, of the management
account, or of a delegated administrator.
Exit codes: 0 compliant, 1 failed, 3 not compliant, 4 coverage below 100 %, 5 held or paused, 64 usage, 78 configuration,
130 stopped, or not confirmed.
`;

const SWITCH_CODES = `
The credentials are those that the AWS CLI would use: of keysweep-operator, or more, in the central account.
Exit codes: 0 the switch stands there, 1 it does not, 64 usage, 78 configuration, 130 not confirmed.
`;

const RESTORE_EXAMPLE = 'restore AKIAIOSFODNN7EXAMPLE --role-name OrganizationAccountAccessRole';

const RESTORE_CODES = `
The credentials are those that the AWS CLI would use: of the account of the key, or, with --role-name, of one that may assume that
role there. A key that was deleted cannot be given back.
Exit codes: 0 the key is active, 1 it is not, 64 usage, 130 not confirmed.
`;

/** The commands that act on what is deployed. */
export function addActingCommands(keysweep: Command, door: Door): void {
  addSweepCommand(keysweep, door);
  addSwitchCommands(keysweep, door);
  addRestoreCommand(keysweep, door);
}

function addSweepCommand(keysweep: Command, { terminal, finish, version }: Door): void {
  withExamples(withAnswers(withCentre(keysweep.command('sweep'))), ...SWEEP_EXAMPLES)
    .description('sweep the accounts of a policy: plan, weigh, apply, audit, report')
    .option('--policy <name>', 'the policy; may be left out where there is one')
    .option('--follow <run>', 'follow a run (its id, or latest) or an execution (its ARN), and start nothing')
    .option('--no-follow', 'start it, and do not wait for its end')
    .option('--approve <run>', 'let a held run (its id, or latest) do what it had planned')
    .option('--reason <text>', 'why it is approved')
    .option('--from-here', 'sweep with your own credentials, and not with what is deployed')
    .option(
      '--role-name <name>',
      'from here: the role to act through in each account; OrganizationAccountAccessRole if left out',
    )
    .option('--here', 'sweep the one account that your credentials are of: no organization, nothing deployed')
    .option('--groups <names>', 'here: the groups, separated by commas, in place of a configuration')
    .addOption(
      new Option('--action <action>', 'here: what is done; of --groups, deactivate if left out').choices([
        'deactivate',
        'delete',
      ]),
    )
    .option('--run <id>', 'from here: go on with a run that has begun')
    .option(
      '-o, --out <folder>',
      'where the files of the summary go; from here, also the evidence that has no bucket; here, keysweep-here-<account> if left out',
    )
    .option('--region <region>', 'here and from here: the AWS Region to ask; AWS_REGION if left out')
    .addHelpText('after', SWEEP_CODES)
    .action(async (options: SweepOptions) => {
      const { sweep } = await import('../commands/sweep.ts');
      finish(await sweep(options, terminal, version));
    });
}

function addSwitchCommands(keysweep: Command, { terminal, finish }: Door): void {
  withExamples(withAnswers(withCentre(keysweep.command('pause'))), "pause --reason 'incident 4711'")
    .description('hold every sweep of the organization until somebody says unpause')
    .requiredOption('--reason <text>', 'why, for everybody who asks')
    .addHelpText('after', SWITCH_CODES)
    .action(async (options: PauseOptions) => {
      const { pause } = await import('../commands/pause.ts');
      finish(await pause(options, terminal));
    });
  withExamples(withAnswers(withCentre(keysweep.command('unpause'))), 'unpause')
    .description('let sweeps revoke again')
    .addHelpText('after', SWITCH_CODES)
    .action(async (options: TurnOptions) => {
      const { unpause } = await import('../commands/unpause.ts');
      finish(await unpause(options, terminal));
    });
}

function addRestoreCommand(keysweep: Command, { terminal, finish }: Door): void {
  withExamples(withAnswers(withCentre(keysweep.command('restore'))), RESTORE_EXAMPLE)
    .argument('<key-id>', 'the id of the access key')
    .description('make an access key active again that a sweep has deactivated')
    .option('--user <name>', 'whose key it is; as the newest summary has it if left out')
    .option('--account <id>', 'the account it is in; as the summary has it, or AWS, if left out')
    .option('--role-name <name>', 'the role to reach that account through; your own credentials if left out')
    .option('--region <region>', 'the AWS Region to ask; AWS_REGION if left out')
    .addHelpText('after', RESTORE_CODES)
    .action(async (keyId: string, options: RestoreOptions) => {
      const { restore } = await import('../commands/restore.ts');
      finish(await restore(keyId, options, terminal));
    });
}

function withCentre(command: Command): Command {
  return command
    .option('-c, --config <file>', 'the configuration, which says where the centre is', 'keysweep.yaml')
    .option('--bucket <name>', 'the evidence bucket of the centre, in place of a configuration')
    .option('--profile <name>', 'the AWS profile to work with');
}

function withAnswers(command: Command): Command {
  return command
    .option('-y, --yes', 'go on without asking')
    .option('--no-input', 'never ask')
    .addOption(
      new Option('--output <form>', 'how to print what came of it').choices(['table', 'json']).default('table'),
    )
    .option('-q, --quiet', 'say only what must be said');
}

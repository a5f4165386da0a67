import { Option, type Command } from 'commander';
import type { AuditOptions } from '../commands/audit.ts';
import type { SweepOptions } from '../commands/sweep.ts';
import { withExamples, type Door } from './door.ts';

const WITH_CREDENTIALS = `
The credentials are those that the AWS CLI would use: of the management account, or of a delegated administrator.
Exit codes: 0 compliant, 3 not compliant, 4 coverage below 100 %, 5 held or paused, 130 stopped.
`;

/** The commands that do the centre's work in this process. */
export function addFromHereCommands(keysweep: Command, { terminal, finish, version }: Door): void {
  const about = (command: Command): Command =>
    command
      .option('-c, --config <file>', 'the configuration', 'keysweep.yaml')
      .option('-o, --out <folder>', 'where the files of the summary go, and the evidence that has no bucket')
      .addOption(new Option('--output <form>', 'how to print the summary').choices(['table', 'json']).default('table'))
      .option('-q, --quiet', 'say only what must be said')
      .option('--profile <name>', 'the AWS profile to work with')
      .option('--region <region>', 'the AWS Region to ask; AWS_REGION if left out')
      .addHelpText('after', WITH_CREDENTIALS);
  withExamples(about(keysweep.command('audit')), 'audit --role-name OrganizationAccountAccessRole --out look')
    .description('look at every account that a policy sweeps, and summarise; changes nothing')
    .option('--role-name <name>', 'the role to look through in each account; keysweep-audit if left out')
    .action(async (options: AuditOptions) => {
      const { audit } = await import('../commands/audit.ts');
      finish(await audit(options, terminal, version));
    });
  withExamples(about(keysweep.command('sweep')), 'sweep --from-here --policy weekly --out evidence')
    .description('sweep the accounts of a policy from this process: plan, ask, apply, audit, report')
    .option('--from-here', 'sweep with your own credentials, and not with what is deployed')
    .option('--policy <name>', 'the policy; may be left out where there is one')
    .option('--role-name <name>', 'the role to act through in each account; OrganizationAccountAccessRole if left out')
    .option('--run <id>', 'go on with a run that has begun')
    .option('-y, --yes', 'go on without asking, if the gate is open')
    .option('--no-input', 'never ask')
    .action(async (options: SweepOptions) => {
      const { sweep } = await import('../commands/sweep.ts');
      finish(await sweep(options, terminal, version));
    });
}

import { Option, type Command } from 'commander';
import type { AuditOptions } from '../commands/audit.ts';
import { withExamples, type Door } from './door.ts';

const WITH_CREDENTIALS = `
The credentials are those that the AWS CLI would use: of the management account, or of a delegated administrator.
Exit codes: 0 compliant, 3 not compliant, 4 coverage below 100 %, 130 stopped.
`;

/** The command that does the centre's work in this process, and acts on nothing. */
export function addFromHereCommands(keysweep: Command, { terminal, finish, version }: Door): void {
  withExamples(keysweep.command('audit'), 'audit --role-name OrganizationAccountAccessRole --out look')
    .description('look at every account that a policy sweeps, and summarise; changes nothing')
    .option('-c, --config <file>', 'the configuration', 'keysweep.yaml')
    .option('-o, --out <folder>', 'where the files of the summary go, and the evidence that has no bucket')
    .addOption(new Option('--output <form>', 'how to print the summary').choices(['table', 'json']).default('table'))
    .option('-q, --quiet', 'say only what must be said')
    .option('--profile <name>', 'the AWS profile to work with')
    .option('--region <region>', 'the AWS Region to ask; AWS_REGION if left out')
    .option('--role-name <name>', 'the role to look through in each account; keysweep-audit if left out')
    .addHelpText('after', WITH_CREDENTIALS)
    .action(async (options: AuditOptions) => {
      const { audit } = await import('../commands/audit.ts');
      finish(await audit(options, terminal, version));
    });
}

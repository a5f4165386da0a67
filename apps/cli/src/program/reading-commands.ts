import { Option, type Command } from 'commander';
import type { InitOptions } from '../commands/init.ts';
import type { PlanOptions } from '../commands/plan.ts';
import { withExamples, type Door } from './door.ts';

const PLAN_EXIT_CODES = `
Exit codes: 0; 2 where a key would be changed, with --detailed-exitcode; 4 where an account could not be read (in full).
`;

/** The commands that look and change nothing. */
export function addReadingCommands(keysweep: Command, { terminal, finish }: Door): void {
  withExamples(
    keysweep.command('init'),
    'init --role-name OrganizationAccountAccessRole',
    'init --organization organization.json',
  )
    .description('write a first keysweep.yaml for your organization, which only observes')
    .option('-o, --output <file>', 'the file', 'keysweep.yaml')
    .option('--organization <file>', 'a snapshot of the organization (JSON); read from AWS if left out')
    .option('--role-name <name>', 'a role in each account through which to look which groups there are')
    .option('--profile <name>', 'the AWS profile to work with')
    .option('--region <region>', 'the AWS Region to ask, and to write down; AWS_REGION if left out')
    .action(async (options: InitOptions) => {
      const { init } = await import('../commands/init.ts');
      finish(await init(options, terminal));
    });
  const examples = [
    'plan --role-name OrganizationAccountAccessRole',
    'plan --ou /Workloads/Prod --output json > plan.json',
  ];
  withExamples(keysweep.command('plan'), ...examples)
    .description('say key by key what sweeps would do now; changes nothing')
    .option('-c, --config <file>', 'the configuration', 'keysweep.yaml')
    .option('--organization <file>', 'a snapshot of the organization (JSON); read from AWS if left out')
    .option('--account <id...>', 'only these accounts')
    .option('--ou <path...>', 'only accounts in or below these OUs')
    .option('--policy <name...>', 'only accounts under these policies')
    .option('--role-name <name>', 'the role to look through in each account; keysweep-audit if left out')
    .addOption(new Option('--output <form>', 'how to print it').choices(['table', 'json', 'csv']).default('table'))
    .option('-o, --out <file>', 'write the plan there as JSON, beside what is printed')
    .option('--detailed-exitcode', 'end with 2 where a key would be changed')
    .option('-q, --quiet', 'say only what must be said')
    .option('--profile <name>', 'the AWS profile to work with')
    .option('--region <region>', 'the AWS Region to ask; AWS_REGION if left out')
    .addHelpText('after', PLAN_EXIT_CODES)
    .action(async (options: PlanOptions) => {
      const { plan } = await import('../commands/plan.ts');
      finish(await plan(options, terminal));
    });
}

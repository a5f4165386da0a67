import { Option, type Command } from 'commander';
import type { ExplainOptions } from '../commands/explain.ts';
import type { InitOptions } from '../commands/init.ts';
import type { PlanOptions } from '../commands/plan.ts';
import type { SummaryOptions } from '../commands/summary.ts';
import { withExamples, type Door } from './door.ts';

const PLAN_EXAMPLES = [
  'plan --role-name OrganizationAccountAccessRole',
  'plan --ou /Workloads/Prod --output json > plan.json',
];
const PLAN_NOTES = `
Exit codes: 0; 2 where a key would be changed, with --detailed-exitcode; 4 where an account could not be read (in full).
`;

const INIT_EXAMPLES = ['init --role-name OrganizationAccountAccessRole', 'init --organization organization.json'];

/** The commands that look at an organization and its accounts. */
export function addReadingCommands(keysweep: Command, { terminal, finish }: Door): void {
  withExamples(keysweep.command('init'), ...INIT_EXAMPLES)
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
  withExamples(keysweep.command('plan'), ...PLAN_EXAMPLES)
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
    .addHelpText('after', PLAN_NOTES)
    .action(async (options: PlanOptions) => {
      const { plan } = await import('../commands/plan.ts');
      finish(await plan(options, terminal));
    });
}

const SUMMARY_EXAMPLES = ['summary', 'summary --open', 'summary --output csv --keys > keys.csv'];
const SUMMARY_NOTES = `
Exit codes, by its verdict: 0 compliant, 3 not compliant, 4 coverage below 100 %.
`;

const EXPLAIN_EXAMPLES = ["explain '****ABCD'", 'explain alice@222222222222'];
const EXPLAIN_NOTES = `
Exit codes: 0; 1 where there is no such key, or more than one user's.
`;

/** The commands that read what the centre has written down. */
export function addEvidenceCommands(keysweep: Command, { terminal, finish }: Door): void {
  const about = (command: Command): Command =>
    command
      .option('-c, --config <file>', 'the configuration, which says where the centre is', 'keysweep.yaml')
      .option('--bucket <name>', 'the evidence bucket, in place of a configuration')
      .option('-q, --quiet', 'say only what must be said')
      .option('--profile <name>', 'the AWS profile to work with; the Region is that of the centre');
  withExamples(about(keysweep.command('summary')), ...SUMMARY_EXAMPLES)
    .description('show the summary that was published last')
    .addOption(
      new Option('--output <form>', 'how to print it').choices(['table', 'json', 'csv', 'html']).default('table'),
    )
    .option('--keys', 'the keys instead of the accounts, as csv or json')
    .option('--run <id>', 'another summary, by its id or that of its run')
    .option('--list', 'list the ids of all summaries, the newest first')
    .option('--open', 'open the page in the browser')
    .addHelpText('after', SUMMARY_NOTES)
    .action(async (options: SummaryOptions) => {
      const { summary } = await import('../commands/summary.ts');
      finish(await summary(options, terminal));
    });
  withExamples(about(keysweep.command('explain')), ...EXPLAIN_EXAMPLES)
    .description('tell the whole story of an access key, from the records')
    .argument('<key>', 'the id of the key, its end as ****ABCD, or USER@ACCOUNT')
    .addOption(new Option('--output <form>', 'how to print it').choices(['table', 'json']).default('table'))
    .addHelpText('after', EXPLAIN_NOTES)
    .action(async (words: string, options: ExplainOptions) => {
      const { explain } = await import('../commands/explain.ts');
      finish(await explain(words, options, terminal));
    });
}

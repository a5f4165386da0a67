import { Option, type Command } from 'commander';
import type { DeployOptions } from '../commands/deploy.ts';
import type { DestroyOptions } from '../commands/destroy.ts';
import { withExamples, type Door } from './door.ts';

/** The commands that change what is deployed. */
export function addDeploymentCommands(keysweep: Command, { terminal, finish }: Door): void {
  const about = (command: Command): Command =>
    command
      .option('-c, --config <file>', 'the configuration', 'keysweep.yaml')
      .option('--organization <file>', 'a snapshot of the organization (JSON); read from AWS if left out')
      .option('--profile <name>', 'the AWS profile with credentials of the central account')
      .option('--region <region>', 'the AWS Region, which must be that of the configuration')
      .option('--management-profile <name>', 'the AWS profile of the management account, if that is another')
      .option('-y, --yes', 'ask nobody')
      .option('--no-input', 'never ask: end with a usage error instead');
  withExamples(about(keysweep.command('deploy')), 'deploy', 'deploy --check')
    .description('synthesize, show what would change, ask, and deploy; needs aws-cdk-lib')
    .option('-o, --out <folder>', 'the folder of templates, which is replaced as a whole', 'keysweep-templates')
    .option('--check', 'change nothing; end with 2 where anything would change')
    .addOption(new Option('--output <form>', 'how to print it').choices(['text', 'json']).default('text'))
    .action(async (options: DeployOptions) => {
      const { deploy } = await import('../commands/deploy.ts');
      finish(await deploy(options, terminal));
    });
  withExamples(about(keysweep.command('destroy')), 'destroy', 'destroy --yes --confirm o-example1234')
    .description('take keysweep out of the organization; evidence and signing key stay')
    .option('--confirm <organization-id>', 'with --yes: the id of the organization, instead of typing it')
    .action(async (options: DestroyOptions) => {
      const { destroy } = await import('../commands/destroy.ts');
      finish(await destroy(options, terminal));
    });
}

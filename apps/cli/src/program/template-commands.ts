import { Option, type Command } from 'commander';
import type { DiffOptions } from '../commands/diff.ts';
import type { SnapshotOptions } from '../commands/snapshot.ts';
import type { SynthOptions } from '../commands/synth.ts';
import type { ValidateOptions } from '../commands/validate.ts';
import { withExamples, type Door } from './door.ts';

const WITHOUT_SNAPSHOT = `
Without --organization it is read from AWS, with the credentials that the AWS CLI would use.
`;

/** The commands about a configuration and its organization. */
export function addTemplateCommands(keysweep: Command, { terminal, finish }: Door): void {
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
  withExamples(aws(keysweep.command('snapshot')), 'snapshot --out organization.json')
    .description('read the organization from AWS and write it down as JSON, for validate, synth and diff')
    .option('-o, --out <file>', 'the file; printed if left out')
    .action(async (options: SnapshotOptions) => {
      const { snapshot } = await import('../commands/snapshot.ts');
      finish(await snapshot(options, terminal));
    });
  withExamples(about(keysweep.command('validate')), 'validate', 'validate --organization organization.json')
    .description('check keysweep.yaml, and against the organization if a snapshot is given, or --live')
    .option('--live', 'read the organization from AWS')
    .action(async (options: ValidateOptions) => {
      const { validate } = await import('../commands/validate.ts');
      finish(await validate(options, terminal));
    });
  withExamples(about(keysweep.command('synth')), 'synth --organization organization.json')
    .description('write the CloudFormation templates, and who falls under which policy; needs aws-cdk-lib')
    .option('-o, --out <folder>', 'the folder, which is replaced as a whole', 'keysweep-templates')
    .addHelpText('after', WITHOUT_SNAPSHOT)
    .action(async (options: SynthOptions) => {
      const { synth } = await import('../commands/synth.ts');
      finish(await synth(options, terminal));
    });
  withExamples(about(keysweep.command('diff')), 'diff', 'diff --against keysweep-templates --detailed-exitcode')
    .description('say what a deployment would change against an earlier synth; needs aws-cdk-lib')
    .option('--against <folder>', 'the folder that synth wrote', 'keysweep-templates')
    .addOption(new Option('--output <form>', 'how to print it').choices(['text', 'json']).default('text'))
    .option('--detailed-exitcode', 'end with 2 where anything differs')
    .addHelpText('after', WITHOUT_SNAPSHOT)
    .action(async (options: DiffOptions) => {
      const { diff } = await import('../commands/diff.ts');
      finish(await diff(options, terminal));
    });
}

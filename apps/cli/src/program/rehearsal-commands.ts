import type { Command } from 'commander';
import type { LocalOptions } from '../commands/local.ts';
import { withExamples, type Door } from './door.ts';

/** The commands that need no AWS account. */
export function addRehearsalCommands(keysweep: Command, { terminal, finish }: Door): void {
  withExamples(keysweep.command('demo'), 'demo', 'demo --out rehearsal')
    .description('rehearse a sweep on a local organization of 14 accounts; no AWS account is touched')
    .option('-o, --out <folder>', 'where the summary’s files go', 'keysweep-demo')
    .action(async (options: { out: string }) => {
      const { demo } = await import('../commands/demo.ts');
      finish(await demo(options, terminal));
    });
  withExamples(keysweep.command('local'), 'local', 'local -f organization.yaml --port 0')
    .description('start a local organization on a port, for the AWS CLI and your own scripts')
    .option('-f, --file <file>', 'the description of the organization (YAML)')
    .option('-p, --port <port>', 'the port on 127.0.0.1; 0 takes a free one', '4900')
    .option('--clock <instant>', 'when its clock begins, as 2026-11-20T18:00:00Z; now if left out')
    .action(async (options: LocalOptions) => {
      const { local } = await import('../commands/local.ts');
      finish(await local(options, terminal));
    });
}

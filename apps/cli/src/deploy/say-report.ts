import { countOf } from '@keysweep/aggregator';
import { deploymentTargets, type Config } from '@keysweep/core';
import { STACK_NAMES, STACK_SET_NAME, STATE_MACHINE_NAME } from '@keysweep/stacksets/names';
import { layoutFor } from '../diff-text/render-diff-text.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { printable } from '../printable.ts';
import type { Terminal } from '../terminal.ts';
import { accountsText, retryCommand } from './accounts-text.ts';
import { reportJson, type DeploymentReport } from './deployment-report.ts';
import type { Workplace } from './operation.ts';

/** What was asked for. */
export interface ReportOptions {
  readonly check: boolean;
  readonly output: 'text' | 'json';
  readonly config: Config;
}

/** Tells how a deployment ended, as text or as JSON, with the next command. Returns the exit code. */
export function reportDeployment(report: DeploymentReport, options: ReportOptions, terminal: Terminal): number {
  const { say, data } = terminal;
  if (options.output === 'json') data(reportJson(report));
  if (options.check) return sayCheck(report, terminal);
  sayAccounts(report, options, terminal);
  const failed = report.results?.find(({ outcome }) => outcome === 'failed');
  if (failed !== undefined) {
    say(
      printable(
        `error deployment-failed  ${failed.stack} is ${failed.status}: ${failed.reason ?? 'no reason is given'}`,
      ),
    );
    say('  hint: what was deployed before it stays; see to the reason, and run keysweep deploy again');
    return EXIT_CODES.failure;
  }
  if (report.remains.length > 0) {
    say('Still to be done:');
    for (const line of report.remains) say(`  ${line}`);
    return EXIT_CODES.failure;
  }
  if ((report.accounts?.failed.length ?? 0) > 0) return EXIT_CODES.failure;
  if (report.results !== null && report.stacks.some(({ adopts }) => adopts)) sayAdopted(terminal);
  say(`Next: a first look at every account, now: ${firstLook(report)}`);
  return EXIT_CODES.ok;
}

function sayCheck({ stacks }: DeploymentReport, { say }: Terminal): number {
  const changes = stacks.some(({ change }) => change !== 'unchanged');
  say(changes ? 'Nothing was changed. Next: keysweep deploy' : 'Nothing to deploy.');
  return changes ? EXIT_CODES.changes : EXIT_CODES.ok;
}

function sayAccounts(
  { site, organization, accounts, results }: DeploymentReport,
  { config }: ReportOptions,
  terminal: Terminal,
): void {
  const { say, width, colour } = terminal;
  if (results === null) say('Nothing to deploy: everything is as it should be.');
  if (accounts === null) return;
  for (const line of accountsText(accounts, layoutFor(width, colour))) say(line);
  if (accounts.failed.length === 0) return;
  const { region, callAs } = site;
  const targets = deploymentTargets(config, organization);
  say(`Next, once that is done, for ${countOf(accounts.failed.length, 'account')}:`);
  say(`  ${retryCommand(accounts.failed, { name: STACK_SET_NAME, callAs, region, targets })}`);
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/import-resources-automatically.html recommends it after an import. */
function sayAdopted({ say }: Terminal): void {
  say('Whether the bucket that was taken in has the settings of keysweep.yaml, CloudFormation says when asked:');
  say(`  aws cloudformation detect-stack-drift --stack-name ${STACK_NAMES.central}`);
}

function firstLook({ site: { central, region } }: DeploymentReport): string {
  const partition = central.arn.split(':')[1] ?? 'aws';
  const machine = `arn:${partition}:states:${region}:${central.accountId}:stateMachine:${STATE_MACHINE_NAME}`;
  return `aws stepfunctions start-execution --input {} --state-machine-arn ${machine}`;
}

/** Tells whoever stopped to follow what goes on without them, and how to look. */
export function sayWhatGoesOn(
  underWay: Workplace['underWay'],
  { again }: { readonly again: string },
  { say }: Terminal,
): void {
  if (underWay === null) return say('Interrupted: nothing is under way in AWS.');
  const { stack, account } = underWay;
  say(`Interrupted: AWS goes on with ${stack} in ${account}. To look at it:`);
  say(`  aws cloudformation describe-stack-events --stack-name ${stack} --max-items 5`);
  say(`Nothing after it was begun: once it is done, ${again} does the rest.`);
}

import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readLatestSummary } from '@keysweep/aggregator';
import { startSweep } from '@keysweep/aws';
import { KeysweepError, VERDICT_EXIT_CODES, type Summary } from '@keysweep/core';
import { deployTemplates } from '../demo/deploy-templates.ts';
import { checkRehearsal } from '../demo/expectations.ts';
import { openRehearsal, type Rehearsal } from '../demo/rehearsal.ts';
import { followStages } from '../demo/stage-log.ts';
import { troubleTheAccounts, troubleTheRollOut } from '../demo/troubles.ts';
import { writeSummaryFiles } from '../demo/write-files.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { printable } from '../printable.ts';
import { renderSummaryText } from '../summary-text/index.ts';
import type { Terminal } from '../terminal.ts';

/** What the rehearsal is asked for. */
export interface DemoOptions {
  /** Where the summary's files go. */
  readonly out: string;
}

/** The rehearsal's own files lie beside the bundle; `rehearsal` is what synth wrote for the example when the CLI was built. */
const beside = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** When the sweeps of the example are due, in London, and when the summary of the next day. */
const FRIDAY_NIGHT = new Date('2026-11-20T23:55:00Z');
const SATURDAY_MORNING = new Date('2026-11-21T06:00:00Z');
const POLICIES = ['weekly', 'careful', 'sandbox', 'watch'];

/**
 * Rehearses one Friday on a local organization of 14 accounts: deploys what synth wrote, lets the clock come to five to
 * midnight, and sweeps once more. Returns 0 when the rehearsal went as its script expects; the summary's own verdict is part
 * of the script.
 */
export async function demo(options: DemoOptions, terminal: Terminal): Promise<number> {
  const rehearsal = await openRehearsal(beside('./examples/organization.yaml'));
  try {
    return await rehearse(rehearsal, options, terminal);
  } finally {
    await rehearsal.organization.close();
  }
}

async function rehearse(rehearsal: Rehearsal, { out }: DemoOptions, terminal: Terminal): Promise<number> {
  const { organization } = rehearsal;
  const { say, data, width, colour } = terminal;
  const tell = (line: string): void => say(`  ${printable(line)}`);
  say(`A rehearsal: an AWS Organization of ${organization.accounts().length} accounts in this process.`);
  say('No AWS account is touched. The clients are the real SDK; the functions run as the bundles that are deployed.');
  say('\nFriday, 18:00: what `keysweep synth` writes for examples/keysweep.yaml is deployed.');
  troubleTheRollOut(rehearsal);
  await deployTemplates(beside('./rehearsal'), rehearsal, tell);
  troubleTheAccounts(rehearsal);
  say('\nFriday, 23:55: EventBridge Scheduler starts the sweep of every policy.');
  const started = performance.now();
  const before = activeKeys(rehearsal);
  await followStages(rehearsal, tell, () => organization.advanceTo(FRIDAY_NIGHT));
  const seconds = (performance.now() - started) / 1000;
  const after = activeKeys(rehearsal);
  say(`  ${before - after} of ${before} active keys revoked, in ${seconds.toFixed(1)} s of real time`);
  say('\nSaturday, 06:00: the summary that its schedule asks for.\n');
  await organization.advanceTo(SATURDAY_MORNING);
  const summary = await latestSummary(rehearsal);
  data(renderSummaryText(summary, { width, colour }));
  const files = await writeSummaryFiles(summary, rehearsal.evidence(), out);
  say('\nOnce more, started by hand, to see that nothing is left to do:');
  await followStages(rehearsal, tell, () => sweepByHand(rehearsal));
  const second = after - activeKeys(rehearsal);
  say(`  ${second} keys revoked`);
  const problems = checkRehearsal({ summary, first: before - after, second });
  tellWhatNext(summary, { files, problems, say });
  return problems.length === 0 ? EXIT_CODES.ok : EXIT_CODES.failure;
}

async function sweepByHand({ organization, asOperator, stateMachineArn }: Rehearsal): Promise<void> {
  for (const policy of POLICIES) {
    const execution = await startSweep(asOperator(), stateMachineArn, policy);
    if (execution.state !== 'known') throw new KeysweepError('internal', `the sweep of ${policy} did not start`);
  }
  await organization.settled();
}

async function latestSummary(rehearsal: Rehearsal): Promise<Summary> {
  const reading = await readLatestSummary(rehearsal.evidence());
  if (reading.state === 'known') return reading.value;
  throw new KeysweepError('evidence-unreadable', `the summary is ${reading.state}`, {
    hint: 'the sweeps above say what went wrong',
  });
}

function activeKeys({ organization }: Rehearsal): number {
  return organization.allAccessKeys().filter(({ status }) => status === 'Active').length;
}

interface Ending {
  readonly files: readonly string[];
  readonly problems: readonly string[];
  readonly say: Terminal['say'];
}

function tellWhatNext(summary: Summary, { files, problems, say }: Ending): void {
  say('\nThe same, to keep and to send:');
  for (const file of files) say(`  ${relative(process.cwd(), file) || file}`);
  const code = VERDICT_EXIT_CODES[summary.verdict];
  say(
    `\n\`keysweep audit\` would end with exit code ${code} (${summary.verdict}): a pipeline stops there, and so should a person.`,
  );
  for (const problem of problems) say(`NOT AS EXPECTED: ${problem}`);
  if (problems.length === 0) say('The rehearsal went as its script expects.');
  say(
    `\nNext: open ${join(relative(process.cwd(), files[0] ?? '') || '.')}, read examples/keysweep.yaml, or run \`npm test\`.`,
  );
}

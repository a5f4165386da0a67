import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runSweep, summariseOrganization, type Progress } from '@keysweep/aggregator';
import { runIdOf, VERDICT_EXIT_CODES, type Summary } from '@keysweep/core';
import type { ConfigFile } from '../config-file/config-file.ts';
import { checkRehearsal } from '../demo/expectations.ts';
import { stageRehearsal, type Rehearsal } from '../demo/rehearsal.ts';
import { writeSummaryFiles } from '../demo/write-files.ts';
import { printable } from '../printable.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { loadConfig } from '../load-config.ts';
import { renderSummaryText } from '../summary-text/index.ts';
import type { Terminal } from '../terminal.ts';

/** What the rehearsal is asked for. */
export interface DemoOptions {
  /** Where the summary's files go. */
  readonly out: string;
}

/** The rehearsal's own files lie beside the bundle. */
const beside = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * Rehearses one Friday on a local organization of 14 accounts: two sweeps, the summary, its files. Returns 0 when the
 * rehearsal went as its script expects; the summary's own verdict is part of the script.
 */
export async function demo({ out }: DemoOptions, terminal: Terminal): Promise<number> {
  const read = await loadConfig(beside('./examples/keysweep.yaml'));
  const rehearsal = await stageRehearsal(read.config, {
    organization: beside('./examples/organization.yaml'),
    revoker: beside('./revoker.cjs'),
    runtimeModules: beside('./lambda-runtime/node_modules'),
    lambdaBootstrap: beside('./lambda-runtime/bootstrap.mjs'),
  });
  try {
    return await rehearse(rehearsal, read, { out, terminal });
  } finally {
    await rehearsal.close();
  }
}

async function rehearse(
  rehearsal: Rehearsal,
  read: ConfigFile,
  { out, terminal }: DemoOptions & { terminal: Terminal },
): Promise<number> {
  const { say, data, width, colour } = terminal;
  say(
    `A rehearsal: an AWS Organization of ${rehearsal.accounts} accounts in this process, agents in ${rehearsal.agents} of them.`,
  );
  say('No AWS account is touched. The agents are the built bundle; the calls are the real SDK’s.\n');
  const started = performance.now();
  const first = await sweepAll(rehearsal, read, { due: rehearsal.centre.clock.now(), say });
  const seconds = (performance.now() - started) / 1000;
  const summary = await summariseOrganization(read, rehearsal.centre);
  data(renderSummaryText(summary, { width, colour }));
  const files = await writeSummaryFiles(summary, out);
  say(`\nSwept in ${seconds.toFixed(1)} s. Once more, to see that nothing is left to do:`);
  const second = await sweepAll(rehearsal, read, { due: new Date(rehearsal.centre.clock.now().getTime() + 1000), say });
  const problems = checkRehearsal({ summary, first, second });
  tellWhatNext(summary, { files, problems, say });
  return problems.length === 0 ? EXIT_CODES.ok : EXIT_CODES.failure;
}

/** Runs the sweep of every policy that is due at the same time and returns how many keys were revoked. */
async function sweepAll(
  { centre }: Rehearsal,
  hashed: ConfigFile,
  { due, say }: { readonly due: Date; readonly say: Terminal['say'] },
): Promise<number> {
  const runs = await Promise.all(
    Object.keys(hashed.config.policies).map((policy) => {
      const onProgress = (progress: Progress): void => say(`  ${policy.padEnd(8)} ${printable(describe(progress))}`);
      return runSweep({ policy, runId: runIdOf(due) }, { hashed, centre, onProgress });
    }),
  );
  return runs.reduce((sum, { revocations }) => sum + revocations, 0);
}

function describe(progress: Progress): string {
  if (progress.stage === 'inventory') return `${progress.swept} of ${progress.accounts} accounts are under this policy`;
  if (progress.stage === 'swept') return `pass ${progress.pass}: ${progress.reported} reported, ${progress.left} left`;
  if (progress.stage === 'planned') {
    const failures = progress.failures.map(({ accountId, why }) => `; ${accountId}: ${why}`);
    return `planned ${progress.accounts - failures.length} of ${progress.accounts}${failures.join('')}`;
  }
  return progress.verdict === 'open'
    ? `the gate is open for ${progress.revocations} revocations`
    : `held: ${progress.reasons.join('; ')}`;
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

import { runAudit, type Centre, type Conclusion } from '@keysweep/aggregator';
import { KeysweepError, runIdOf, VERDICT_EXIT_CODES, type EvidenceStore } from '@keysweep/core';
import { AUDIT_ROLE_NAME } from '@keysweep/stacksets/names';
import { evidenceOfAudit } from '../from-here/choose-evidence.ts';
import { connectFromHere } from '../from-here/connect.ts';
import { readLooks, type AccountLook } from '../from-here/looks.ts';
import { printSummary } from '../from-here/print-summary.ts';
import { voiceOf } from '../from-here/quiet.ts';
import { openStation, type Station, type StationOptions } from '../from-here/station.ts';
import { listenForInterruption } from '../interruption.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { tellProgress } from '../progress.ts';
import { firstLookText } from '../sweep-text/first-look-text.ts';
import type { Terminal } from '../terminal.ts';

/** What an audit from here is asked for. */
export interface AuditOptions extends StationOptions {
  readonly output: 'table' | 'json';
  /** The role to look through; the deployed audit role lets nobody in but the centre. */
  readonly roleName?: string;
  readonly out?: string;
  readonly quiet?: boolean;
}

/**
 * Looks at every account that a policy sweeps, in this process and with the caller's credentials, and summarises as the centre
 * would: by the centre's records, where there are any. Changes nothing in AWS. Ends with the exit code of the verdict.
 */
export async function audit(options: AuditOptions, terminal: Terminal, version: string): Promise<number> {
  const { roleName = AUDIT_ROLE_NAME, out, quiet = false, output } = options;
  const { tell, warn } = voiceOf(terminal, quiet);
  const station = await openStation(options, warn);
  const evidence = await evidenceOfAudit(station.centre, out);
  tell(describe(station, roleName));
  const at = new Date();
  const conclusion = await look(at, { station, evidence, roleName, version }, { terminal, quiet });
  const files = await printSummary(conclusion, { output, evidence, ...(out === undefined ? {} : { out }) }, terminal);
  const looks = await readLooks(evidence, runIdOf(at));
  if (!station.centre.isDeployed && output === 'table') terminal.data(`\n${tellFirst(looks, station, conclusion)}`);
  if (options.roleName === undefined) warnOfRole(looks, warn);
  tell(['Nothing was changed in AWS.', ...files.map((file) => `  ${file}`)].join('\n'));
  return VERDICT_EXIT_CODES[conclusion.summary.verdict];
}

interface Looking {
  readonly station: Station;
  readonly evidence: EvidenceStore;
  readonly roleName: string;
  readonly version: string;
}

async function look(
  at: Date,
  { station, evidence, roleName, version }: Looking,
  { terminal, quiet }: { readonly terminal: Terminal; readonly quiet: boolean },
): Promise<Conclusion> {
  const progress = tellProgress(terminal, quiet);
  const interruption = listenForInterruption(() => {
    terminal.say('Stopped; nothing was changed. The same command looks again.');
    process.exit(EXIT_CODES.interrupted);
  });
  const centre = connectFromHere(station, { ...NOBODY, evidence, roleName, version, onAccount: progress.step });
  try {
    return await runAudit(at, {
      hashed: station.hashed,
      centre,
      outlets: null,
      onBegun: (accounts) => progress.begin('looking', accounts),
    });
  } finally {
    interruption.release();
    progress.end();
  }
}

/** An audit asks no agent for anything. */
const NOBODY: Pick<Centre, 'agent' | 'signer'> = {
  agent: { ask: () => Promise.reject(new KeysweepError('internal', 'an audit was about to ask an agent')) },
  signer: { sign: () => Promise.reject(new KeysweepError('internal', 'an audit was about to sign an order')) },
};

function describe({ centre, caller, organization }: Station, roleName: string): string {
  const judge = centre.isDeployed
    ? `judged by the records in ${centre.bucket}`
    : `nothing of keysweep is deployed in ${centre.accountId} (${centre.region}): this is a first look`;
  return `${organization.id}, as ${caller.arn}, through ${roleName}; ${judge}.`;
}

function tellFirst(looks: readonly AccountLook[], { organization, hashed }: Station, { summary }: Conclusion): string {
  const { policies } = hashed.config;
  const names = new Map(organization.accounts.map(({ id, name }) => [id, name]));
  return firstLookText({ looks, names, policies, at: summary.at });
}

function warnOfRole(looks: readonly AccountLook[], warn: (text: string) => void): void {
  const shut = looks.filter(({ isShut, unread }) => isShut && unread?.kind === 'access-denied').length;
  if (shut === 0) return;
  warn(
    `warning  ${AUDIT_ROLE_NAME} let us into ${looks.length - shut} of ${looks.length} accounts: it is for the centre alone. ` +
      'Name a role that you may assume there with --role-name, such as OrganizationAccountAccessRole.',
  );
}

import { dueOf, evidenceKeys, KeysweepError, runIdOf, type EvidenceStore, type RunName } from '@keysweep/core';
import { optionsText } from '../command-text.ts';
import type { ConfirmOptions } from '../confirmation.ts';
import type { StationOptions } from './station.ts';

/** What a sweep from here is asked for. */
export interface SweepOptions extends StationOptions, ConfirmOptions {
  readonly policy?: string;
  readonly roleName?: string;
  readonly out?: string;
  readonly output: 'table' | 'json';
  /** The id of a run to go on with. */
  readonly run?: string;
  readonly quiet?: boolean;
}

/** What is said where nobody can say yes to a sweep. */
export const NOTHING_REVOKED = {
  nothing: 'nothing is revoked',
  hint: 'look at the plan first, with a policy that observes, or with keysweep audit; then say --yes',
};

/** A new run, as of now; or the one to go on with, which must have begun. Throws `usage` or `evidence-unreadable`. */
export async function runOf(
  { run }: SweepOptions,
  { policy, evidence }: { readonly policy: string; readonly evidence: EvidenceStore },
): Promise<RunName> {
  if (run === undefined) return { policy, runId: runIdOf(new Date()) };
  const name = { policy, runId: runIdOf(dueOf(run)) };
  const stored = await evidence.get(evidenceKeys.manifest(name));
  if (stored.state === 'known') return name;
  if (stored.state === 'absent')
    throw new KeysweepError('usage', `there is no run ${run} of ${policy} to go on with`, {
      hint: 'without --run a new one begins',
    });
  const { code, message } = stored.failure;
  throw new KeysweepError('evidence-unreadable', `the run ${run} could not be read: ${code}: ${message}`);
}

/** The command that goes on with a run, to be pasted. */
export function commandToGoOn(options: SweepOptions, { policy, runId }: RunName): string {
  const { config, roleName, out, profile, region } = options;
  const rest = optionsText({ config, 'role-name': roleName, out, profile, region });
  return ['keysweep sweep --from-here', '--policy', policy, '--run', runId, ...rest].join(' ');
}

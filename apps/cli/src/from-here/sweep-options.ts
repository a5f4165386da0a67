import {
  dueOf,
  evidenceKeys,
  KeysweepError,
  runIdOf,
  suggest,
  type Config,
  type EvidenceStore,
  type RunName,
} from '@keysweep/core';
import type { Terminal } from '../terminal.ts';
import type { StationOptions } from './station.ts';

/** What a sweep from here is asked for. */
export interface SweepOptions extends StationOptions {
  readonly fromHere?: boolean;
  readonly policy?: string;
  readonly roleName?: string;
  readonly out?: string;
  readonly yes?: boolean;
  /** False with `--no-input`. */
  readonly input?: boolean;
  readonly output: 'table' | 'json';
  /** The id of a run to go on with. */
  readonly run?: string;
  readonly quiet?: boolean;
}

/**
 * How to ask whether to go on: null where the command line says yes. Decided before anything is read, so that a pipeline without
 * `--yes` fails at once.
 * @throws KeysweepError `usage`.
 */
export function askerOf({ fromHere, yes, input }: SweepOptions, { ask }: Terminal): Terminal['ask'] {
  if (fromHere !== true)
    throw new KeysweepError('usage', 'sweep needs --from-here: this command sweeps in its own process', {
      hint: 'what is deployed sweeps by its schedule, or when its state machine is started: docs/deploying.md',
    });
  if (yes === true) return null;
  if (input !== false && ask !== null) return ask;
  const why = input === false ? '--no-input forbids to ask' : 'there is no terminal to ask at';
  throw new KeysweepError('usage', `nothing is revoked without a yes, and ${why}`, {
    hint: 'look at the plan first, with a policy that observes, or with keysweep audit; then say --yes',
  });
}

/** The policy that was named; the only one where none was. Throws `usage`. */
export function policyOf({ policy }: SweepOptions, { policies }: Config): string {
  const names = Object.keys(policies);
  const [only] = names;
  if (policy !== undefined && names.includes(policy)) return policy;
  if (policy !== undefined)
    throw new KeysweepError('usage', `there is no policy ${policy}`, { hint: suggest(policy, names) });
  if (only !== undefined && names.length === 1) return only;
  throw new KeysweepError('usage', 'name the policy to sweep with --policy', {
    hint: `there are: ${names.join(', ')}`,
  });
}

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
  const rest = Object.entries({ config, 'role-name': roleName, out, profile, region }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, quoted(value)],
  );
  return ['keysweep sweep --from-here', '--policy', policy, '--run', runId, ...rest].join(' ');
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

import {
  KeysweepError,
  resolveAssignments,
  type EarlierPlaces,
  type OrganizationSnapshot,
  type Problem,
} from '@keysweep/core';
import { readConfigFile, type ConfigFile } from './config-file/config-file.ts';
import { formatFileProblem, inFileOrder, type FileProblem } from './config-file/file-problem.ts';
import { readOrganizationSnapshot } from './config-file/organization-file.ts';

/** Reads a configuration, or throws `config-invalid` with every problem on a line of its own. */
export async function loadConfig(path: string): Promise<ConfigFile> {
  const read = await readConfigFile(path);
  if (read.ok) return read;
  throw refuse(read.problems);
}

/** Reads a snapshot of the organization, or throws `config-invalid` with every problem. */
export async function loadOrganizationSnapshot(path: string): Promise<OrganizationSnapshot> {
  const read = await readOrganizationSnapshot(path);
  if (read.ok) return read.snapshot;
  throw refuse(read.problems);
}

/**
 * Holds a configuration against an organization; throws `config-invalid` where they do not fit. Returns the warnings.
 * `earlier`, where the OUs were at the last synth, tells a renamed OU from a misspelt one.
 */
export function fitToOrganization(
  file: ConfigFile,
  snapshot: OrganizationSnapshot,
  earlier?: EarlierPlaces,
): readonly FileProblem[] {
  const { problems, warnings } = resolveAssignments(file.config, snapshot, earlier);
  const placed = (found: readonly Problem[]): FileProblem[] => inFileOrder(found.map((problem) => file.place(problem)));
  if (problems.length > 0) throw refuse(placed(problems));
  return placed(warnings);
}

function refuse(problems: readonly FileProblem[]): KeysweepError {
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  return new KeysweepError('config-invalid', [count, ...problems.map(formatFileProblem)].join('\n'), {
    hint: 'nothing was run; every setting is described in docs/configuration.md',
  });
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diffDeployments, type DeploymentDiff, type SynthOutput } from '@keysweep/core';
import { renderDiffText } from '../diff-text/render-diff-text.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import type { OrganizationOptions } from '../organization/find-organization.ts';
import { readOutput } from '../synth/read-output.ts';
import { BUILT_SOURCES, type SynthSources } from '../synth/sources.ts';
import { writeOutput, type SynthInput } from '../synth/write-output.ts';
import type { Terminal } from '../terminal.ts';
import { loadSynthInput } from './synth.ts';

/** What is compared, and how the answer is given. */
export interface DiffOptions extends OrganizationOptions {
  readonly config: string;
  /** A folder that synth wrote. */
  readonly against: string;
  readonly output: 'text' | 'json';
  /** Whether differences end the command with an exit code of their own. */
  readonly detailedExitcode?: boolean;
}

/**
 * Says what a deployment of the configuration as it is now would change against an earlier output of synth. Writes nothing
 * into that folder. The same input gives the same bytes.
 */
export async function diff(
  { config, against, output, detailedExitcode = false, ...where }: DiffOptions,
  terminal: Terminal,
  sources: SynthSources = BUILT_SOURCES,
): Promise<number> {
  const { data, width, colour } = terminal;
  const input = await loadSynthInput(config, { where, earlier: against }, terminal);
  const templates = sources.templates();
  const names = templates.STACK_NAMES;
  const before = await readOutput(against, templates);
  const after = await makeOutput(input, sources);
  const found = diffDeployments(before, after, { snapshot: input.organization, names });
  data(
    output === 'json'
      ? `${JSON.stringify(found, null, 2)}\n`
      : renderDiffText(found, { width, colour, names, nameOf: pathsOf(before, after) }),
  );
  return exitCode(found, detailedExitcode);
}

/** Makes an output in a folder that is gone afterwards. */
async function makeOutput(input: SynthInput, sources: SynthSources): Promise<SynthOutput> {
  const folder = await mkdtemp(join(tmpdir(), 'keysweep-diff-'));
  try {
    await writeOutput(input, sources, folder);
    return await readOutput(folder, sources.templates());
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The paths of OUs by their ids, those of today first. */
function pathsOf(before: SynthOutput, after: SynthOutput): (id: string) => string | undefined {
  const paths = new Map(
    [before, after].flatMap(({ assignments }) => assignments.organizationalUnits.map(({ id, path }) => [id, path])),
  );
  return (id) => paths.get(id);
}

function exitCode({ changed }: DeploymentDiff, detailed: boolean): number {
  return changed && detailed ? EXIT_CODES.changes : EXIT_CODES.ok;
}

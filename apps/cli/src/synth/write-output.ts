import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { assignmentsOf, deploymentTargets, type Config, type OrganizationSnapshot } from '@keysweep/core';
import { resolvedConfig } from '../config-file/resolved-config.ts';
import { inOurWords } from './in-our-words.ts';
import type { SynthSources } from './sources.ts';

/** Everything that synth writes into its folder. `cdk.out` is a folder: the cloud assembly. */
export const OUTPUT = {
  member: 'member.template.json',
  central: 'central.template.json',
  rollout: 'rollout.template.json',
  standalone: 'standalone.template.json',
  parameters: 'parameters.json',
  assignments: 'assignments.json',
  assembly: 'cdk.out',
} as const;

/** What synth starts from: a configuration and the organization it fits. */
export interface SynthInput {
  readonly config: Config;
  readonly organization: OrganizationSnapshot;
}

/** What somebody wants to know of an output, beside its files. */
export interface WrittenOutput {
  readonly memberBytes: number;
  readonly centralBytes: number;
  readonly targets: readonly string[];
  readonly configHash: string;
}

/** Writes templates, parameters, assignments and the cloud assembly into an empty folder. The same input gives the same bytes. */
export async function writeOutput(
  { config, organization }: SynthInput,
  sources: SynthSources,
  folder: string,
): Promise<WrittenOutput> {
  const templates = sources.templates();
  const targets = deploymentTargets(config, organization);
  const resolved = resolvedConfig(config, organization);
  const bundles = await sources.bundles();
  const made = inOurWords(() =>
    templates.synthesizeAssembly(
      { config, organization, targets, bundles, resolvedConfig: resolved.text },
      join(folder, OUTPUT.assembly),
    ),
  );
  const parameters = Object.entries(templates.knownMemberParameters(config, organization));
  const files = {
    [OUTPUT.member]: made.member,
    [OUTPUT.central]: made.central,
    [OUTPUT.rollout]: made.rollout,
    [OUTPUT.standalone]: made.standalone,
    [OUTPUT.parameters]: json(parameters.map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue }))),
    [OUTPUT.assignments]: json(assignmentsOf(config, organization)),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const { configHash } = resolved;
  return {
    memberBytes: Buffer.byteLength(made.member),
    centralBytes: Buffer.byteLength(made.central),
    targets,
    configHash,
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

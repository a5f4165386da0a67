import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KeysweepError } from '@keysweep/core';
import { formatFileProblem } from '../config-file/file-problem.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { fitToOrganization, loadConfig, loadOrganizationSnapshot } from '../load-config.ts';
import { assignmentsOf, deploymentTargets } from '../synth/assignments.ts';
import { loadTemplates, type Templates } from '../synth/templates.ts';
import type { Terminal } from '../terminal.ts';

/** What templates are made from, and where they go. */
export interface SynthOptions {
  readonly config: string;
  /** A snapshot of the organization (JSON). */
  readonly organization: string;
  readonly out: string;
}

/** Where the templates and the agent's bundle come from. */
export interface SynthSources {
  readonly templates: () => Templates;
  readonly revokerBundle: () => Promise<string>;
}

const BUILT: SynthSources = {
  templates: () => loadTemplates(),
  revokerBundle: () => readFile(new URL('./revoker.cjs', import.meta.url), 'utf8'),
};

/**
 * Writes the templates, their parameters and the assignments; the same input gives the same bytes. Nothing is written
 * unless the configuration is valid and fits the organization.
 */
export async function synth(
  { config: path, organization: snapshotPath, out }: SynthOptions,
  { data, say }: Terminal,
  sources: SynthSources = BUILT,
): Promise<number> {
  const file = await loadConfig(path);
  const organization = await loadOrganizationSnapshot(snapshotPath);
  for (const warning of [...file.warnings, ...fitToOrganization(file, organization)])
    say(`warning  ${formatFileProblem(warning)}`);
  const { config } = file;
  const templates = sources.templates();
  const memberTemplate = templates.synthesizeMemberTemplate({ revokerBundle: await sources.revokerBundle() });
  const targets = deploymentTargets(config, organization);
  const parameters = Object.entries(templates.knownMemberParameters(config, organization));
  const files = {
    'member.template.json': memberTemplate,
    'rollout.template.json': templates.synthesizeRolloutTemplate({ memberTemplate, config, organization, targets }),
    'parameters.json': json(parameters.map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue }))),
    'assignments.json': json(assignmentsOf(config, organization)),
  };
  await write(out, files);
  data(
    Object.keys(files)
      .map((name) => join(out, name))
      .join('\n'),
  );
  say(
    `The member template has ${Buffer.byteLength(memberTemplate)} bytes; the StackSet deploys it to ${targets.join(', ')}.`,
  );
  say('OrderVerificationKey is not in parameters.json: give the public half of the central stack’s signing key.');
  return EXIT_CODES.ok;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

async function write(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  } catch (cause) {
    throw new KeysweepError('usage', `${folder} cannot be written to`, {
      hint: 'name another folder with --out',
      cause,
    });
  }
}

import { join } from 'node:path';
import type { ConfigFile } from '../config-file/config-file.ts';
import { formatFileProblem, type FileProblem } from '../config-file/file-problem.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { fitToOrganization, loadConfig } from '../load-config.ts';
import { findOrganization, type OrganizationOptions } from '../organization/find-organization.ts';
import { printable } from '../printable.ts';
import { readEarlierPlaces } from '../synth/earlier-places.ts';
import { replaceFolder } from '../synth/replace-folder.ts';
import { BUILT_SOURCES, type SynthSources } from '../synth/sources.ts';
import { OUTPUT, writeOutput, type SynthInput, type WrittenOutput } from '../synth/write-output.ts';
import type { Terminal } from '../terminal.ts';

/** What templates are made from, and where they go. */
export interface SynthOptions extends OrganizationOptions {
  readonly config: string;
  readonly out: string;
}

/**
 * Writes the templates, their parameters, the assignments and a cloud assembly; the same input gives the same bytes. The
 * folder is replaced as a whole, and only when the configuration is valid, fits the organization, and everything was made.
 */
export async function synth(
  { config: path, out, ...where }: SynthOptions,
  terminal: Terminal,
  sources: SynthSources = BUILT_SOURCES,
): Promise<number> {
  const { data, say } = terminal;
  const input = await loadSynthInput(path, { where, earlier: out }, terminal);
  const written: WrittenOutput[] = [];
  await replaceFolder(out, new Set(Object.values(OUTPUT)), async (folder) => {
    written.push(await writeOutput(input, sources, folder));
  });
  data(
    Object.values(OUTPUT)
      .map((name) => printable(join(out, name)))
      .join('\n'),
  );
  for (const { memberBytes, centralBytes, targets, configHash } of written) {
    say(`The member template has ${memberBytes} of 51,200 bytes, the central one ${centralBytes}.`);
    say(`The StackSet deploys to ${targets.join(', ')}. Configuration ${configHash.slice(0, 12)}.`);
  }
  say('OrderVerificationKey is not in parameters.json: the central stack makes that key, once it is deployed.');
  say('Next: deploy it; docs/deploying.md has the ways.');
  return EXIT_CODES.ok;
}

/** Reads configuration and organization and holds one against the other, with what the folder `earlier` knows of renamed OUs. */
export async function loadSynthInput(
  path: string,
  { where, earlier }: { readonly where: OrganizationOptions; readonly earlier: string },
  terminal: Terminal,
): Promise<SynthInput> {
  return fitSynthInput(await loadConfig(path), { where, earlier }, terminal);
}

/** The same, of a configuration that was read. */
export async function fitSynthInput(
  file: ConfigFile,
  { where, earlier }: { readonly where: OrganizationOptions; readonly earlier: string },
  { say }: Terminal,
): Promise<SynthInput> {
  const warn = (warnings: readonly FileProblem[]): void => {
    for (const warning of warnings) say(`warning  ${formatFileProblem(warning)}`);
  };
  warn(file.warnings);
  const organization = await findOrganization(where, file.config.region);
  warn(fitToOrganization(file, organization, await readEarlierPlaces(earlier, organization.id)));
  return { config: file.config, organization };
}

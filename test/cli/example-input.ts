import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCli } from './run-cli.ts';
import { exampleOrganization } from '../../apps/cli/src/synth/testing/example-organization.ts';
import { snapshotText } from '../../apps/cli/src/organization/snapshot-text.ts';
import type { OrganizationSnapshot } from '@keysweep/core';

/** The example's description, for a local organization. */
export const EXAMPLE_ORGANIZATION = fileURLToPath(new URL('../../examples/organization.yaml', import.meta.url));

const EXAMPLE = readFileSync(new URL('../../examples/keysweep.yaml', import.meta.url), 'utf8');

/** Writes the example's configuration, changed by replacing texts that must be in it. */
export function writeConfig(folder: string, changes: Readonly<Record<string, string>> = {}): void {
  let text = EXAMPLE;
  for (const [from, to] of Object.entries(changes)) {
    if (!text.includes(from)) throw new TypeError(`the example has no “${from}”`);
    text = text.replaceAll(from, to);
  }
  writeFileSync(join(folder, 'keysweep.yaml'), text);
}

/** Writes a snapshot of the example organization, changed as the test wants it. */
export async function writeOrganization(
  folder: string,
  change: (snapshot: OrganizationSnapshot) => OrganizationSnapshot = (snapshot) => snapshot,
): Promise<void> {
  writeFileSync(join(folder, 'organization.json'), snapshotText(change(await exampleOrganization())));
}

/** Writes configuration and organization of the example and synthesizes them with the built CLI; returns the folder of the templates. */
export async function synthesizeExample(
  folder: string,
  { out, changes = {} }: { readonly out: string; readonly changes?: Readonly<Record<string, string>> },
): Promise<string> {
  writeConfig(folder, changes);
  await writeOrganization(folder);
  const args = ['synth', '--organization', 'organization.json', '--out', out];
  const { status, stderr } = runCli(args, folder, { CDK_VALIDATION: 'false' });
  if (status !== 0) throw new TypeError(stderr);
  return join(folder, out);
}

/** Every file below a folder, by its path there, with its bytes. */
export function filesBelow(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, 'base64')]));
}

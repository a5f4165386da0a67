import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  assignmentsSchema,
  KeysweepError,
  readJsonRecord,
  type Json,
  type SynthOutput,
  type Template,
} from '@keysweep/core';
import type { Templates } from './templates.ts';
import { OUTPUT } from './write-output.ts';

/** The stack of an account that sweeps itself. It is of no assembly: it is deployed by hand. */
const STANDALONE = 'keysweep-standalone';

/**
 * Reads what synth wrote into a folder, and opens the code asset of the central functions.
 * @throws KeysweepError `config-invalid` where the folder does not hold the whole output of a synth.
 */
export async function readOutput(folder: string, templates: Templates): Promise<SynthOutput> {
  const { central, rollout, management } = templates.STACK_NAMES;
  const centralTemplate = await templateAt(folder, OUTPUT.central);
  const assignments = readJsonRecord(assignmentsSchema, await textAt(folder, OUTPUT.assignments));
  if (assignments.state !== 'known') throw notOfSynth(folder, OUTPUT.assignments, null);
  return {
    stacks: {
      [central]: centralTemplate,
      [rollout]: await templateAt(folder, OUTPUT.rollout),
      [management]: await templateAt(folder, OUTPUT.member),
      [STANDALONE]: await templateAt(folder, OUTPUT.standalone),
    },
    aggregator: await assetOf(folder, centralTemplate, templates),
    assignments: assignments.value,
  };
}

/** `<SHA-256>.zip`: how the central template names the one archive that all its functions are made of. */
const OBJECT_KEY = /^([0-9a-f]{64})\.zip$/;

async function assetOf(
  folder: string,
  central: Template,
  templates: Templates,
): Promise<NonNullable<SynthOutput['aggregator']>> {
  const objectKey = assetKeyOf(central);
  if (objectKey === null) throw notOfSynth(folder, OUTPUT.central, null);
  const name = join(OUTPUT.assembly, `asset.${objectKey}`);
  try {
    return openAsset(objectKey, await readFile(join(folder, name)), templates);
  } catch (cause) {
    throw notOfSynth(folder, name, cause);
  }
}

/** The key of the one archive that a central template deploys; null where it names none, or more than one. */
export function assetKeyOf(central: Template): string | null {
  const [objectKey = null, ...others] = new Set(textsIn(central).filter((text) => OBJECT_KEY.test(text)));
  return others.length === 0 ? objectKey : null;
}

/** Opens the archive of the central functions. Throws for what is none. */
export function openAsset(
  objectKey: string,
  archive: Uint8Array,
  templates: Templates,
): NonNullable<SynthOutput['aggregator']> {
  const { aggregatorBundle, resolvedConfig } = templates.unpackCentralCode(archive);
  const code = createHash('sha256').update(aggregatorBundle).digest('hex');
  return { objectKey, configuration: JSON.parse(resolvedConfig) as Json, code };
}

function textsIn(value: Json): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

async function templateAt(folder: string, name: string): Promise<Template> {
  const text = await textAt(folder, name);
  let template: unknown;
  try {
    template = JSON.parse(text);
  } catch (cause) {
    throw notOfSynth(folder, name, cause);
  }
  if (typeof template !== 'object' || template === null || Array.isArray(template))
    throw notOfSynth(folder, name, null);
  return template as Template;
}

async function textAt(folder: string, name: string): Promise<string> {
  try {
    return await readFile(join(folder, name), 'utf8');
  } catch (cause) {
    throw notOfSynth(folder, name, cause);
  }
}

function notOfSynth(folder: string, name: string, cause: unknown): KeysweepError {
  const missing = (cause as { readonly code?: unknown } | null)?.code === 'ENOENT';
  return new KeysweepError(
    'config-invalid',
    `${join(folder, name)} ${missing ? 'does not exist' : 'is not what synth writes'}`,
    { hint: 'name a folder that this version of keysweep synth wrote', cause },
  );
}

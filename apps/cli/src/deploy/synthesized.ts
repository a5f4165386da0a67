import { cp, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SynthOutput } from '@keysweep/core';
import { readOutput } from '../synth/read-output.ts';
import { replaceFolder } from '../synth/replace-folder.ts';
import type { SynthSources } from '../synth/sources.ts';
import { OUTPUT, writeOutput, type SynthInput } from '../synth/write-output.ts';

/** What `synth` makes of a configuration, made aside, so that the folder changes only with the deployment. */
export interface Synthesized {
  readonly output: SynthOutput;
  /** The templates, as the bytes that are deployed. */
  readonly templates: { readonly central: string; readonly rollout: string; readonly member: string };
  /** The values of the member parameters, but for the order verification key. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The archives of the cloud assembly by the keys that the templates name. */
  readonly archives: readonly { readonly key: string; readonly body: Uint8Array }[];
  /** Puts it in place of a folder, as `synth` does. */
  keep(folder: string): Promise<void>;
}

/** Synthesizes, and has the files as long as `use` takes. */
export async function withSynthesized<T>(
  input: SynthInput,
  sources: SynthSources,
  use: (synthesized: Synthesized) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'keysweep-deploy-'));
  try {
    await writeOutput(input, sources, folder);
    return await use(await read(folder, sources));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function read(folder: string, sources: SynthSources): Promise<Synthesized> {
  const text = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');
  const written = JSON.parse(await text(OUTPUT.parameters)) as { ParameterKey: string; ParameterValue: string }[];
  return {
    output: await readOutput(folder, sources.templates()),
    templates: {
      central: await text(OUTPUT.central),
      rollout: await text(OUTPUT.rollout),
      member: await text(OUTPUT.member),
    },
    parameters: Object.fromEntries(written.map(({ ParameterKey: name, ParameterValue: value }) => [name, value])),
    archives: await archivesOf(join(folder, OUTPUT.assembly)),
    keep: (target) =>
      replaceFolder(target, new Set(Object.values(OUTPUT)), (next) => cp(folder, next, { recursive: true })),
  };
}

async function archivesOf(assembly: string): Promise<Synthesized['archives']> {
  const names = (await readdir(assembly)).filter((name) => /^asset\.[0-9a-f]{64}\.zip$/.test(name));
  return Promise.all(
    names.map(async (name) => ({ key: name.slice('asset.'.length), body: await readFile(join(assembly, name)) })),
  );
}

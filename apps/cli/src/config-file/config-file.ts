import { createHash } from 'node:crypto';
import { canonicalConfig, parseConfig, type Config, type Problem } from '@keysweep/core';
import { inFileOrder, type FileProblem } from './file-problem.ts';
import { readText } from './read-text.ts';
import { readYaml, type YamlSource } from './yaml-source.ts';

/** No honest configuration comes near. */
const MAXIMUM_BYTES = 1_048_576;

/** A configuration file without problems. */
export interface ConfigFile {
  readonly ok: true;
  readonly config: Config;
  readonly warnings: readonly FileProblem[];
  /** SHA-256, in hex, of the file's text, byte order mark apart: names what somebody wrote. */
  readonly sourceHash: string;
  /** SHA-256, in hex, of the canonical configuration as written: names what it means, whatever its layout. */
  readonly configHash: string;
  /** Where a problem that was found later (an OU that is not there) stands in this file. */
  place(problem: Problem): FileProblem;
}

/** A configuration file; or all that is wrong with it, in the order of the file. */
export type ReadConfigFile = ConfigFile | { readonly ok: false; readonly problems: readonly FileProblem[] };

/** Reads and checks `keysweep.yaml`. Never throws for what is in the file or for the lack of one. */
export async function readConfigFile(path: string): Promise<ReadConfigFile> {
  const read = await readText(path, MAXIMUM_BYTES);
  if (!read.ok) return read;
  if (read.text.trim() === '') {
    const problem = {
      file: path,
      place: { line: 1, column: 1 },
      problem: 'is empty',
      hint: 'a configuration begins with version: 1',
    };
    return { ok: false, problems: [problem] };
  }
  const yaml = readYaml(read.text);
  const objections = yaml.findings.map(({ offset, problem, hint }): FileProblem => ({
    file: path,
    place: yaml.placeOf(offset),
    problem,
    hint,
  }));
  if (yaml.fatal) return { ok: false, problems: inFileOrder(objections) };
  const parsed = parseConfig(yaml.value);
  const place = (problem: Problem) => placed(path, yaml, problem);
  if (!parsed.ok) return { ok: false, problems: inFileOrder([...objections, ...parsed.problems.map(place)]) };
  if (objections.length > 0) return { ok: false, problems: inFileOrder(objections) };
  return {
    ok: true,
    config: parsed.config,
    warnings: inFileOrder(parsed.warnings.map(place)),
    sourceHash: sha256(read.text),
    configHash: sha256(canonicalConfig(parsed.config)),
    place,
  };
}

/** SHA-256, in hex, of a text as UTF-8. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

function placed(file: string, yaml: YamlSource, problem: Problem): FileProblem {
  return { file, place: yaml.placeOf(yaml.offsetOf(problem)), problem: problem.problem, hint: problem.hint };
}

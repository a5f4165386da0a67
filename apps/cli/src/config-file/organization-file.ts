import { parseOrganizationSnapshot, type OrganizationSnapshot } from '@keysweep/core';
import type { FileProblem } from './file-problem.ts';
import { readText } from './read-text.ts';

/** An organization has at most 50,000 accounts and 2,000 OUs; a snapshot of that size is about 10 MiB. */
const MAXIMUM_BYTES = 64 * 1_048_576;

/** A snapshot; or all that is wrong with its file. */
export type ReadOrganizationFile =
  | { readonly ok: true; readonly snapshot: OrganizationSnapshot }
  | { readonly ok: false; readonly problems: readonly FileProblem[] };

/** Reads an organization snapshot from a JSON file. Never throws for what is in the file or for the lack of one. */
export async function readOrganizationSnapshot(path: string): Promise<ReadOrganizationFile> {
  const read = await readText(path, MAXIMUM_BYTES);
  if (!read.ok) return read;
  let value: unknown;
  try {
    value = JSON.parse(read.text);
  } catch (error) {
    const problem = `is not JSON: ${(error as SyntaxError).message}`;
    return {
      ok: false,
      problems: [{ file: path, place: null, problem, hint: 'a snapshot is JSON; the README names its fields' }],
    };
  }
  const parsed = parseOrganizationSnapshot(value);
  if (parsed.ok) return parsed;
  const problems = parsed.problems.map(({ path: steps, problem, hint }) => {
    const where = steps.length === 0 ? 'the whole' : steps.join('.');
    return { file: path, place: null, problem: `${where} ${problem}`, hint };
  });
  return { ok: false, problems };
}

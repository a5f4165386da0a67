/**
 * One thing wrong with an input, in plain values: where, what, and what to do. `path` leads from the top of the document
 * (keys and list positions); `at` says which part of that place is meant: the `key` itself, its `value`, or the `parent`
 * in which it is missing. Texts may quote the input: escape at the printing door.
 */
export interface Problem {
  readonly path: readonly (string | number)[];
  readonly at: 'key' | 'value' | 'parent';
  readonly problem: string;
  readonly hint: string;
}

/** The same problem found twice (by two policies that share a line, say) is one problem; the first finding stays. */
export function uniqueProblems(problems: readonly Problem[]): Problem[] {
  const seen = new Map<string, Problem>();
  for (const problem of problems) {
    const key = JSON.stringify([problem.path, problem.at, problem.problem]);
    if (!seen.has(key)) seen.set(key, problem);
  }
  return [...seen.values()];
}

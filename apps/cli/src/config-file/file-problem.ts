import { printable } from '../printable.ts';

/** One thing wrong with a file. `line` and `column` count from 1; null where the file as a whole is meant. */
export interface FileProblem {
  readonly file: string;
  readonly place: { readonly line: number; readonly column: number } | null;
  readonly problem: string;
  readonly hint: string;
}

/** A problem as one line, `file:line:col  problem  hint`, safe to print whatever the file holds. */
export function formatFileProblem({ file, place, problem, hint }: FileProblem): string {
  const where = place === null ? file : `${file}:${place.line}:${place.column}`;
  return [where, problem, hint].map(printable).join('  ');
}

/** The same problems in the order of the file; those of the file as a whole come first. */
export function inFileOrder(problems: readonly FileProblem[]): FileProblem[] {
  return [...problems].sort(byPlace);
}

function byPlace(left: FileProblem, right: FileProblem): number {
  const [first, second] = [left.place ?? { line: 0, column: 0 }, right.place ?? { line: 0, column: 0 }];
  return first.line - second.line || first.column - second.column;
}

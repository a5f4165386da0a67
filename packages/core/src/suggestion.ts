/**
 * The candidate that `word` was most likely meant to be, or null where none is close: at most one edit per three
 * characters, case ignored. An edit is a letter added, left out, replaced, or swapped with its neighbour.
 */
export function closest(word: string, candidates: Iterable<string>): string | null {
  const wanted = word.toLowerCase();
  let best: { candidate: string; distance: number } | null = null;
  for (const candidate of candidates) {
    const other = candidate.toLowerCase();
    const allowed = Math.max(1, Math.floor(Math.max(wanted.length, other.length) / 3));
    if (Math.abs(wanted.length - other.length) > allowed) continue;
    const distance = editDistance(wanted, other);
    if (distance <= allowed && (best === null || distance < best.distance)) best = { candidate, distance };
  }
  return best?.candidate ?? null;
}

/** A hint for a word that is not one of `candidates`: `did you mean "x"?`, else what there is to choose from. */
export function suggest(word: string, candidates: readonly string[]): string {
  const meant = closest(word, candidates);
  if (meant !== null) return `did you mean "${meant}"?`;
  if (candidates.length === 0) return 'there is none to choose from';
  const shown = candidates.slice(0, 12).join(', ');
  return candidates.length > 12 ? `there are: ${shown}, and ${candidates.length - 12} more` : `there are: ${shown}`;
}

/** Optimal string alignment distance over three rolling rows. */
function editDistance(left: string, right: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const replaced = at(previous, j - 1) + (left[i - 1] === right[j - 1] ? 0 : 1);
      const swapped =
        i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]
          ? at(beforePrevious, j - 2) + 1
          : Infinity;
      current.push(Math.min(at(previous, j) + 1, at(current, j - 1) + 1, replaced, swapped));
    }
    beforePrevious = previous;
    previous = current;
  }
  return at(previous, right.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] as number;
}

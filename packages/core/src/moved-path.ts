import type { Config } from './config/config.ts';
import type { EarlierPlaces, OrganizationIndex } from './organization-index.ts';
import type { Problem } from './problem.ts';

/**
 * A warning for each path that leads to another OU than it did at the last synth: one was renamed or moved away, another
 * took its path. Nothing is wrong by itself, and yet a policy has changed hands without anyone writing so.
 */
export function movedPathWarnings(config: Config, index: OrganizationIndex, earlier: EarlierPlaces): Problem[] {
  const written = [
    ...config.assignments.map(({ target }) => ({ target, path: ['assignments', target], at: 'key' as const })),
    ...config.deployTo.map((target, position) => ({ target, path: ['deployTo', position], at: 'value' as const })),
  ];
  return written.flatMap(({ target, path, at }) => {
    const found = index.find(target);
    if (!found.ok || !target.startsWith('/')) return [];
    const { id, path: place } = found.place;
    const then = earlier.get(place);
    if (then === undefined || then === id) return [];
    const now = index.find(then);
    const where = now.ok ? `is ${now.place.path} now` : 'is gone';
    const problem = `${place} is another OU than at the last synth: it is ${id}, and was ${then}, which ${where}`;
    const hint = now.ok
      ? `if the old one is meant, write "${now.place.path}" or "${then}"`
      : 'make sure that it is meant';
    return [{ path, at, problem, hint }];
  });
}

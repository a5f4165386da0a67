import type { Problem } from '../problem.ts';
import type { WrittenConfig } from './config-schema.ts';

/** A warning for each policy that is neither assigned nor extended: somebody thinks it holds, and it does not. */
export function unusedPolicies(written: WrittenConfig): Problem[] {
  const extended = Object.values(written.policies).flatMap((policy) => policy.extends ?? []);
  const used = new Set([...Object.values(written.assignments), ...extended, written.managementAccount]);
  const unused = Object.keys(written.policies).filter((name) => !used.has(name));
  return unused.map((name) => ({
    path: ['policies', name],
    at: 'key',
    problem: `"${name}" is assigned to nothing, so it sweeps nothing`,
    hint: 'assign it to an OU, or take it out',
  }));
}

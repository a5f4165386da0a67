import type { Problem } from '../problem.ts';
import { suggest } from '../suggestion.ts';
import type { WrittenPolicy } from './config-schema.ts';

/** A policy with what it extends filled in, and the names it was filled in from, nearest first, itself at the front. */
export interface MergedPolicy {
  readonly name: string;
  readonly lineage: readonly string[];
  readonly written: WrittenPolicy;
}

/** What following every `extends` came to. A policy whose lineage is broken is not in `merged`. */
export interface Extension {
  readonly merged: readonly MergedPolicy[];
  readonly problems: readonly Problem[];
}

/**
 * Follows `extends`: maps merge key by key, lists are replaced. `names` are all policies the document names, also those
 * whose own text has problems, so that extending one of them is not called unknown as well.
 */
export function followExtends(policies: Readonly<Record<string, WrittenPolicy>>, names: readonly string[]): Extension {
  const merged: MergedPolicy[] = [];
  const problems: Problem[] = [];
  for (const name of Object.keys(policies)) {
    const lineage = lineageOf(policies, name);
    const last = lineage[lineage.length - 1] as string;
    const next = policies[last]?.extends;
    if (next === undefined) {
      const written = lineage.map((ancestor) => policies[ancestor] as WrittenPolicy).reduceRight(merge);
      merged.push({ name, lineage, written });
    } else if (next === name) {
      problems.push(extendsProblem(name, `extends itself: ${[...lineage, next].join(' → ')}`, 'take one of these out'));
    } else if (last === name && !names.includes(next)) {
      const others = names.filter((other) => other !== name);
      problems.push(extendsProblem(name, `extends "${next}", which is no policy`, suggest(next, others)));
    }
  }
  return { merged, problems };
}

/** The policy and all it extends, up to the first that extends nothing, something unknown, or one already met. */
function lineageOf(policies: Readonly<Record<string, WrittenPolicy>>, name: string): string[] {
  const lineage = [name];
  for (;;) {
    const next = policies[lineage[lineage.length - 1] as string]?.extends;
    if (next === undefined || lineage.includes(next) || !Object.hasOwn(policies, next)) return lineage;
    lineage.push(next);
  }
}

function merge(base: WrittenPolicy, policy: WrittenPolicy): WrittenPolicy {
  const exempt = base.exempt === undefined ? policy.exempt : { ...base.exempt, ...policy.exempt };
  return exempt === undefined ? { ...base, ...policy } : { ...base, ...policy, exempt };
}

function extendsProblem(name: string, problem: string, hint: string): Problem {
  return { path: ['policies', name, 'extends'], at: 'value', problem: `"${name}" ${problem}`, hint };
}

import { parseTarget, targetKey } from '../organization-path.ts';
import type { Problem } from '../problem.ts';
import { isMap, namesIn, textsIn, valueAt, type Placed } from './document.ts';

/** What can be said of the places in `assignments` and `deployTo` without knowing the organization. */
export function targetProblems(document: unknown): Problem[] {
  const assigned = namesIn(document, 'assignments').map((text) => ({ path: ['assignments', text], text }));
  const rootMissing: Problem = {
    path: ['assignments', '/'],
    at: 'parent',
    problem: '"/" is not assigned, so some accounts would have no policy',
    hint: 'add "/": and a policy, or none; OUs below it may differ',
  };
  const hasRoot = assigned.some(({ text }) => keyOf(text) === '/');
  return [
    ...(isMap(valueAt(document, ['assignments'])) && !hasRoot ? [rootMissing] : []),
    ...placesProblems(assigned, 'key'),
    ...placesProblems(textsIn(document, ['deployTo']), 'value'),
  ];
}

function placesProblems(places: readonly Placed[], at: 'key' | 'value'): Problem[] {
  const first = new Map<string, string>();
  return places.flatMap(({ path, text }) => {
    const parsed = parseTarget(text);
    if (!parsed.ok) return [{ path, at, problem: parsed.problem, hint: parsed.hint }];
    const key = targetKey(parsed.target);
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, text);
    if (earlier === undefined) return [];
    return [{ path, at, problem: `"${text}" is the same place as "${earlier}"`, hint: 'leave one of them' }];
  });
}

function keyOf(text: string): string | null {
  const parsed = parseTarget(text);
  return parsed.ok ? targetKey(parsed.target) : null;
}

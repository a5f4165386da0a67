import type * as z from 'zod/mini';
import type { Problem } from '../problem.ts';
import { valueAt } from './document.ts';

type Path = readonly (string | number)[];

/** Keys that JavaScript gives a meaning of its own. Read as data they could change every map there is. */
const FORBIDDEN_KEYS = new Set(['__proto__']);

/** Deeper than any setting; a value that contains itself ends here. */
const DEEPEST = 10;

/** A problem for each forbidden key, wherever it stands; zod passes over them in silence. */
export function forbiddenKeys(value: unknown, path: Path = []): Problem[] {
  if (typeof value !== 'object' || value === null || path.length > DEEPEST) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = [...path, Array.isArray(value) ? Number(key) : key];
    if (!FORBIDDEN_KEYS.has(key)) return forbiddenKeys(inner, at);
    return [{ path: at, at: 'key' as const, problem: `"${key}" cannot be a name here`, hint: 'choose another name' }];
  });
}

/**
 * What is left of a document when everything that its schema refuses is taken out, so that the rules between its parts
 * can be checked in the same go. The schema must accept an empty map; `value` is not changed.
 */
export function salvage<S extends z.ZodMiniType>(schema: S, value: unknown): z.infer<S> {
  let remaining = value;
  for (;;) {
    const attempt = schema.safeParse(remaining);
    if (attempt.success) return attempt.data;
    const paths = attempt.error.issues.flatMap((issue) => faultyPaths(remaining, issue));
    remaining = paths.some((path) => path.length === 0) ? {} : without(remaining, paths);
  }
}

/** The places to take out for one finding. What lacks a required part is taken out as a whole. */
function faultyPaths(document: unknown, issue: z.core.$ZodIssue): Path[] {
  const path = issue.path as Path;
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => [...path, key]);
  return [valueAt(document, path) === undefined ? path.slice(0, -1) : path];
}

function without(value: unknown, paths: readonly Path[]): unknown {
  if (typeof value !== 'object' || value === null || paths.length === 0) return value;
  const byStep = new Map<string, Path[]>();
  for (const [step, ...deeper] of paths) {
    const key = String(step);
    const known = byStep.get(key);
    if (known === undefined) byStep.set(key, [deeper]);
    else known.push(deeper);
  }
  const kept = Object.entries(value).flatMap(([key, inner]) => {
    const below = byStep.get(key) ?? [];
    return below.some((path) => path.length === 0) ? [] : [[key, without(inner, below)] as const];
  });
  return Array.isArray(value) ? kept.map(([, inner]) => inner) : Object.fromEntries(kept);
}

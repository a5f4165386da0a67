import * as v from 'valibot';
import type { Problem } from '../problem.ts';
import { issuePath, namesIn, valueAt } from './document.ts';
import { TEXT_FORMATS } from './text-format.ts';

type Path = readonly (string | number)[];

/** Keys that JavaScript gives a meaning of its own: valibot's records pass over them in silence. */
const FORBIDDEN_NAMES = new Set(['__proto__', 'constructor', 'prototype']);

/** A problem for each policy with a forbidden name. Elsewhere such a key is an unknown setting, or no place. */
export function forbiddenNames(document: unknown): Problem[] {
  const forbidden = namesIn(document, 'policies').filter((name) => FORBIDDEN_NAMES.has(name));
  return forbidden.map((name) => {
    const general = { problem: 'cannot be a name here', hint: 'choose another name' };
    const { problem, hint } = name === 'constructor' ? TEXT_FORMATS.policyName : general;
    return { path: ['policies', name], at: 'key', problem: `"${name}" ${problem}`, hint };
  });
}

/**
 * What is left of a document when everything that its schema refuses is taken out, so that the rules between its parts
 * can be checked in the same go. The schema must accept an empty map; `value` is not changed.
 */
export function salvage<S extends v.GenericSchema>(schema: S, value: unknown): v.InferOutput<S> {
  let remaining = value;
  for (;;) {
    const attempt = v.safeParse(schema, remaining);
    if (attempt.success) return attempt.output;
    // The output lacks the unknown settings already, and has everything else as it was given.
    const paths = attempt.issues.flatMap((issue) => faultyPaths(attempt.output, issue));
    remaining = paths.some((path) => path.length === 0) ? {} : without(attempt.output, paths);
  }
}

/** The place to take out for one finding, if any. What lacks a required part is taken out as a whole. */
function faultyPaths(output: unknown, issue: v.GenericIssue): Path[] {
  if (issue.expected === 'never') return [];
  const path = issuePath(issue);
  return [valueAt(output, path) === undefined ? path.slice(0, -1) : path];
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

import * as v from 'valibot';
import type { Problem } from '../problem.ts';

/** A piece of text somewhere in a document, with its place. */
export interface Placed {
  readonly path: readonly (string | number)[];
  readonly text: string;
}

/** The value at a place of a document that may have any shape; undefined where there is none. */
export function valueAt(document: unknown, path: readonly (string | number)[]): unknown {
  let value = document;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Readonly<Record<string | number, unknown>>)[step];
  }
  return value;
}

/** Where valibot found something: the keys and list positions from the top of what it was given. */
export function issuePath(issue: v.GenericIssue): (string | number)[] {
  return (issue.path ?? []).map(({ key }) => key as string | number);
}

/** Whether a value is a map of a document. */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A schema of a map as one that a list is refused by: to valibot a list is an object as well. */
export function map<S extends v.GenericSchema>(schema: S) {
  return v.pipe(v.custom<unknown>(isMap), schema);
}

/** The keys of a map at the top of a document, in their order; none where there is no such map. */
export function namesIn(document: unknown, key: string): string[] {
  const value = valueAt(document, [key]);
  return isMap(value) ? Object.keys(value) : [];
}

/** The texts of a list, with their places in it: entries of another kind have problems of their own. */
export function textsIn(document: unknown, path: readonly (string | number)[]): Placed[] {
  const value = valueAt(document, path);
  if (!Array.isArray(value)) return [];
  return value.flatMap((text: unknown, index) => (typeof text === 'string' ? [{ path: [...path, index], text }] : []));
}

/** A problem for each text that an earlier one repeats. `key` is the form under which two spellings are the same. */
export function duplicates(
  texts: readonly Placed[],
  { what, key }: { readonly what: string; readonly key: (text: string) => string },
): Problem[] {
  const first = new Map<string, string>();
  return texts.flatMap(({ path, text }) => {
    const earlier = first.get(key(text));
    if (earlier === undefined) first.set(key(text), text);
    if (earlier === undefined) return [];
    const problem =
      earlier === text ? `${what} "${text}" stands here twice` : `${what} "${text}" is "${earlier}" again`;
    return [{ path, at: 'value' as const, problem, hint: 'leave one of them' }];
  });
}

import * as v from 'valibot';

/** A value as JSON has it. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A schema that takes any JSON value. */
export const json = v.custom<Json>((value) => value !== undefined);

/**
 * One difference between two JSON values: where (`path` from the top, keys and list positions: of the later value, or of
 * the earlier where something was removed), and what stood and stands there. A text of more than `LONGEST_VALUE`
 * characters (the code of a function) is given as `{ characters }`, their number.
 */
export const valueChange = v.variant('change', [
  v.object({ path: v.array(v.union([v.string(), v.number()])), change: v.literal('added'), after: json }),
  v.object({ path: v.array(v.union([v.string(), v.number()])), change: v.literal('removed'), before: json }),
  v.object({
    path: v.array(v.union([v.string(), v.number()])),
    change: v.literal('changed'),
    before: json,
    after: json,
  }),
]);

/** One difference between two JSON values. */
export type ValueChange = v.InferOutput<typeof valueChange>;

/** The longest text that a change quotes. */
export const LONGEST_VALUE = 1024;

type Path = ValueChange['path'];

/**
 * Every difference between two JSON values, in the order of keys and positions; none when they say the same. Entries of a
 * list are matched by what they are and not by where they stand, so that one more at the top is one difference.
 */
export function changesBetween(before: Json, after: Json, path: Path = []): ValueChange[] {
  if (canonical(before) === canonical(after)) return [];
  if (isList(before) && isList(after)) return changesOfLists(before, after, path);
  if (isMap(before) && isMap(after)) return changesOfMaps(before, after, path);
  return [{ path, change: 'changed', before: quoted(before), after: quoted(after) }];
}

function changesOfMaps(before: JsonMap, after: JsonMap, path: Path): ValueChange[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return keys.flatMap((key) => changeAt([...path, key], before[key], after[key]));
}

function changesOfLists(before: readonly Json[], after: readonly Json[], path: Path): ValueChange[] {
  const gone = unmatched(before, after);
  const come = unmatched(after, before);
  // The same entries in another order.
  if (gone.length + come.length === 0)
    return [{ path, change: 'changed', before: quoted(before), after: quoted(after) }];
  return Array.from({ length: Math.max(gone.length, come.length) }, (_, index) => {
    const [from, to] = [gone[index], come[index]];
    if (from === undefined || to === undefined || isScalar(from.value) || isScalar(to.value))
      return [
        ...(from === undefined ? [] : changeAt([...path, from.position], from.value, undefined)),
        ...(to === undefined ? [] : changeAt([...path, to.position], undefined, to.value)),
      ];
    return changesBetween(from.value, to.value, [...path, to.position]);
  }).flat();
}

function changeAt(path: Path, before: Json | undefined, after: Json | undefined): ValueChange[] {
  if (before === undefined) return [{ path, change: 'added', after: quoted(after as Json) }];
  if (after === undefined) return [{ path, change: 'removed', before: quoted(before) }];
  return changesBetween(before, after, path);
}

/** The entries of a list, with their positions, that the other list has no equal of; of equals, as many as are too many. */
function unmatched(list: readonly Json[], other: readonly Json[]): { position: number; value: Json }[] {
  const left = new Map<string, number>();
  for (const each of other) left.set(canonical(each), (left.get(canonical(each)) ?? 0) + 1);
  return list.flatMap((value, position) => {
    const count = left.get(canonical(value)) ?? 0;
    left.set(canonical(value), count - 1);
    return count > 0 ? [] : [{ position, value }];
  });
}

type JsonMap = { readonly [key: string]: Json };

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** Whether a value is a JSON object. */
export function isMap(value: Json | undefined): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a path of maps; undefined where there is none. */
export function at(value: Json | undefined | null, path: readonly string[]): Json | undefined {
  let found: Json | undefined = value ?? undefined;
  for (const key of path) found = isMap(found) ? found[key] : undefined;
  return found;
}

/** A value as text: text as it is, anything else as JSON. */
export function asText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function isScalar(value: Json): boolean {
  return typeof value !== 'object' || value === null;
}

/** The one text of a value, whatever the order of its keys. */
function canonical(value: Json): string {
  return JSON.stringify(value, (_key, each: Json) =>
    isMap(each) ? Object.fromEntries(Object.entries(each).sort(([left], [right]) => (left < right ? -1 : 1))) : each,
  );
}

function quoted(value: Json): Json {
  if (typeof value === 'string') return value.length > LONGEST_VALUE ? { characters: value.length } : value;
  if (isList(value)) return value.map(quoted);
  if (isMap(value)) return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, quoted(each)]));
  return value;
}

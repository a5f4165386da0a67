import * as v from 'valibot';

/** The parts of valibot's schemas that lead to the schemas inside them, and the words that a choice offers. */
interface Parts {
  readonly type: string;
  readonly pipe?: readonly { readonly kind: string }[];
  readonly wrapped?: v.GenericSchema;
  readonly options?: readonly unknown[];
  readonly entries?: Readonly<Record<string, v.GenericSchema>>;
  readonly value?: v.GenericSchema;
  readonly item?: v.GenericSchema;
  readonly literal?: unknown;
}

/** A schema, and what it wraps: of a pipe the schema it ends in, of a choice between text and a map the map. */
function unwrapped(schema: v.GenericSchema): v.GenericSchema[] {
  const { type, pipe, wrapped, options } = schema as Parts;
  const last = pipe?.findLast((part) => part.kind === 'schema') ?? wrapped;
  const inner = type === 'union' ? options?.at(-1) : last;
  return inner === undefined ? [schema] : [schema, ...unwrapped(inner as v.GenericSchema)];
}

/** The schemas from the top of a document down to one place that the schema has, outermost first, wrappers included. */
function chainAt(schema: v.GenericSchema, path: readonly (string | number)[]): v.GenericSchema[] {
  const chain = unwrapped(schema);
  for (const step of path) {
    const { entries, value, item } = chain.at(-1) as Parts;
    chain.push(...unwrapped((entries === undefined ? (value ?? item) : entries[step]) as v.GenericSchema));
  }
  return chain;
}

/** The keys that a map with settings at this place of the document may have. */
export function keysAt(schema: v.GenericSchema, path: readonly (string | number)[]): string[] {
  return Object.keys((chainAt(schema, path).at(-1) as Parts).entries as object);
}

/** The words, or the one word, that may stand at this place of the document. */
export function choicesAt(schema: v.GenericSchema, path: readonly (string | number)[]): string[] {
  const { options, literal } = chainAt(schema, path).at(-1) as Parts;
  return (options ?? [literal]).map(String);
}

/** What the documentation says about a place, or about the nearest place around it that it says something about. */
export function noteAt(schema: v.GenericSchema, path: readonly (string | number)[]): string {
  const notes = chainAt(schema, path).map((candidate) => v.getDescription(candidate));
  return notes.findLast((note) => note !== undefined) ?? 'see the reference of the configuration';
}

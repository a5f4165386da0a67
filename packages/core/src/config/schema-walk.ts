import type * as z from 'zod/mini';
import { SETTING_NOTES } from './config-schema.ts';

/** The parts of zod's own definitions that lead from a schema to the schemas inside it. */
interface Definition {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
  readonly valueType?: z.core.$ZodType;
  readonly element?: z.core.$ZodType;
  readonly innerType?: z.core.$ZodType;
  readonly options?: readonly z.core.$ZodType[];
}

function definition(schema: z.core.$ZodType): Definition {
  return schema._zod.def;
}

/** The schemas from the top of a document down to one place that the schema has, outermost first, wrappers included. */
function chainAt(schema: z.core.$ZodType, path: readonly (string | number)[]): z.core.$ZodType[] {
  const chain = unwrapped(schema);
  for (const step of path) {
    const { shape, valueType, element } = definition(chain[chain.length - 1] as z.core.$ZodType);
    const inner = shape === undefined ? (valueType ?? element) : shape[step];
    chain.push(...unwrapped(inner as z.core.$ZodType));
  }
  return chain;
}

/** A schema, and what it wraps; of a choice between text and a map, the map. */
function unwrapped(schema: z.core.$ZodType): z.core.$ZodType[] {
  const { innerType, options } = definition(schema);
  const inner = innerType ?? options?.at(-1);
  return inner === undefined ? [schema] : [schema, ...unwrapped(inner)];
}

/** The keys that a map with settings at this place of the document may have. */
export function keysAt(schema: z.core.$ZodType, path: readonly (string | number)[]): string[] {
  const innermost = chainAt(schema, path).at(-1) as z.core.$ZodType;
  return Object.keys(definition(innermost).shape as object);
}

/** What the documentation says about a place, or about the nearest place around it that it says something about. */
export function noteAt(schema: z.core.$ZodType, path: readonly (string | number)[]): string {
  const notes = chainAt(schema, path).map((candidate) => SETTING_NOTES.get(candidate as z.ZodMiniType));
  return notes.findLast((note) => note !== undefined)?.description ?? 'see the reference of the configuration';
}

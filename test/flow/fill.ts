import type { GenericSchema } from 'valibot';

/** As much of a schema as is walked. */
interface Walked {
  readonly entries?: Readonly<Record<string, GenericSchema>>;
  readonly item?: GenericSchema;
  readonly wrapped?: GenericSchema;
  readonly options?: readonly GenericSchema[];
}

/** What stands wherever a schema has one of the given shapes, by its place: `keys.0.status`. */
export interface Filling {
  readonly shape: GenericSchema;
  readonly value: (place: string, was: unknown) => unknown;
}

/** A copy of a value in which everything of one shape is replaced. What is null or missing stays so. */
export function fill(schema: GenericSchema, value: unknown, filling: Filling, place = ''): unknown {
  if (value === null || value === undefined) return value;
  if (schema === filling.shape) return filling.value(place, value);
  const { entries, item, wrapped, options } = schema as Walked;
  const at = (name: string | number) => (place === '' ? String(name) : `${place}.${name}`);
  if (wrapped !== undefined) return fill(wrapped, value, filling, place);
  if (options !== undefined && typeof options[0] === 'object')
    return options.reduce<unknown>((filled, option) => fill(option, filled, filling, place), value);
  if (item !== undefined && Array.isArray(value))
    return value.map((each, index) => fill(item, each, filling, at(index)));
  if (entries === undefined || typeof value !== 'object') return value;
  const known = value as Readonly<Record<string, unknown>>;
  const filled = Object.entries(entries)
    .filter(([name]) => known[name] !== undefined)
    .map(([name, entry]): [string, unknown] => [name, fill(entry, known[name], filling, at(name))]);
  return { ...known, ...Object.fromEntries(filled) };
}

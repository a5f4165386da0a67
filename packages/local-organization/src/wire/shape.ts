import { NormalizedSchema } from '@smithy/core/schema';

/** How a timestamp is written; `default` leaves it to the protocol. */
export type TimestampFormat = 'default' | 'date-time' | 'http-date' | 'epoch-seconds';

/** The traits of a member that decide its place on the wire. */
export interface WireTraits {
  readonly xmlName: string | undefined;
  readonly xmlFlattened: boolean;
  readonly httpLabel: boolean;
  readonly httpHeader: string | undefined;
  readonly httpPrefixHeaders: string | undefined;
  readonly httpQuery: string | undefined;
  readonly httpPayload: boolean;
  readonly httpResponseCode: boolean;
}

/** A member of a structure, or the element of a list or map, with the traits it has there. */
export interface Member {
  readonly name: string;
  readonly shape: Shape;
  readonly traits: WireTraits;
}

/** A structure; its members are compiled when first asked for, since structures may contain themselves. */
export interface StructureShape {
  readonly kind: 'structure';
  readonly name: string;
  readonly xmlName: string | undefined;
  members(): readonly Member[];
}

/** A shape of the SDK's schemas, reduced to what a codec needs. */
export type Shape =
  | StructureShape
  | { readonly kind: 'list'; element(): Member }
  | { readonly kind: 'map'; element(): Member }
  | { readonly kind: 'timestamp'; readonly format: TimestampFormat }
  | { readonly kind: 'blob'; readonly streaming: boolean }
  | { readonly kind: 'boolean' | 'number' | 'string' | 'document' | 'unit' };

type SchemaReference = Parameters<typeof NormalizedSchema.of>[0];

// The sentinel values of timestamp schemas, see `sentinels.d.ts` of @smithy/types.
const TIMESTAMP_FORMATS: Readonly<Record<number, TimestampFormat>> = {
  5: 'date-time',
  6: 'http-date',
  7: 'epoch-seconds',
};

const compiled = new WeakMap<object, Shape>();

/** The shape behind a schema of the SDK; the same schema gives the same shape object. */
export function shapeOf(reference: SchemaReference): Shape {
  return shapeOfNormalized(NormalizedSchema.of(reference));
}

function shapeOfNormalized(schema: NormalizedSchema): Shape {
  const identity: unknown = schema.getSchema();
  if (typeof identity !== 'object' || identity === null) return simpleShape(schema);
  const known = compiled.get(identity);
  if (known !== undefined) return known;
  const shape = compositeShape(schema);
  compiled.set(identity, shape);
  return shape;
}

function compositeShape(schema: NormalizedSchema): Shape {
  if (schema.isStructSchema()) {
    return {
      kind: 'structure',
      name: schema.getName() ?? '',
      xmlName: schema.getOwnTraits().xmlName,
      members: once(() => [...schema.structIterator()].map(([name, member]) => memberOf(name, member))),
    };
  }
  if (schema.isListSchema()) return { kind: 'list', element: once(() => memberOf('member', schema.getValueSchema())) };
  if (schema.isMapSchema()) return { kind: 'map', element: once(() => memberOf('value', schema.getValueSchema())) };
  return simpleShape(schema);
}

function simpleShape(schema: NormalizedSchema): Shape {
  if (schema.isTimestampSchema()) {
    const sentinel = schema.getSchema();
    return { kind: 'timestamp', format: (typeof sentinel === 'number' && TIMESTAMP_FORMATS[sentinel]) || 'default' };
  }
  if (schema.isListSchema()) return { kind: 'list', element: once(() => memberOf('member', schema.getValueSchema())) };
  if (schema.isMapSchema()) return { kind: 'map', element: once(() => memberOf('value', schema.getValueSchema())) };
  if (schema.isBlobSchema()) return { kind: 'blob', streaming: schema.isStreaming() };
  if (schema.isUnitSchema()) return { kind: 'unit' };
  if (schema.isBooleanSchema()) return { kind: 'boolean' };
  if (schema.isNumericSchema()) return { kind: 'number' };
  if (schema.isDocumentSchema()) return { kind: 'document' };
  return { kind: 'string' };
}

function memberOf(name: string, schema: NormalizedSchema): Member {
  const traits = schema.getMergedTraits();
  return {
    name,
    shape: shapeOfNormalized(schema),
    traits: {
      xmlName: traits.xmlName,
      xmlFlattened: traits.xmlFlattened === 1,
      httpLabel: traits.httpLabel === 1,
      httpHeader: traits.httpHeader,
      httpPrefixHeaders: traits.httpPrefixHeaders,
      httpQuery: traits.httpQuery,
      httpPayload: traits.httpPayload === 1,
      httpResponseCode: traits.httpResponseCode === 1,
    },
  };
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

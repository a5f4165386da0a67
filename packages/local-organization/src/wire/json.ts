import type { Shape, StructureShape } from './shape.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** A typed value as the plain value that `JSON.stringify` writes in awsJson and restJson. */
export function toJson(shape: Shape, value: unknown): unknown {
  if (value === undefined || value === null) return undefined;
  if (shape.kind === 'structure') return structureToJson(shape, value as JsonObject);
  if (shape.kind === 'list') return (value as readonly unknown[]).map((item) => toJson(shape.element().shape, item));
  if (shape.kind === 'map') return mapValues(value as JsonObject, (item) => toJson(shape.element().shape, item));
  if (shape.kind === 'timestamp') return (value as Date).getTime() / 1000;
  if (shape.kind === 'blob') return Buffer.from(value as Uint8Array).toString('base64');
  return value;
}

/** A parsed JSON value as the typed value of its shape; what does not fit the shape is dropped. */
export function fromJson(shape: Shape, value: unknown): unknown {
  if (value === undefined || value === null) return undefined;
  if (shape.kind === 'structure') return structureFromJson(shape, isObject(value) ? value : {});
  if (shape.kind === 'list') {
    return Array.isArray(value) ? value.map((item) => fromJson(shape.element().shape, item)) : undefined;
  }
  if (shape.kind === 'map') {
    return isObject(value) ? mapValues(value, (item) => fromJson(shape.element().shape, item)) : undefined;
  }
  if (shape.kind === 'timestamp') return timestampFromJson(value);
  if (shape.kind === 'blob') return typeof value === 'string' ? Buffer.from(value, 'base64') : undefined;
  return value;
}

function timestampFromJson(value: unknown): Date | undefined {
  if (typeof value === 'number') return new Date(value * 1000);
  return typeof value === 'string' ? new Date(value) : undefined;
}

function structureToJson(shape: StructureShape, value: JsonObject): JsonObject {
  const json: Record<string, unknown> = {};
  for (const member of shape.members()) {
    const item = toJson(member.shape, value[member.name]);
    if (item !== undefined) json[member.name] = item;
  }
  return json;
}

function structureFromJson(shape: StructureShape, json: JsonObject): JsonObject {
  const value: Record<string, unknown> = {};
  for (const member of shape.members()) {
    const item = fromJson(member.shape, json[member.name]);
    if (item !== undefined) value[member.name] = item;
  }
  return value;
}

function mapValues(value: JsonObject, convert: (item: unknown) => unknown): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, convert(item)]));
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

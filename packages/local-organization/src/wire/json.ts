import type { Shape, StructureShape } from './shape.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** A typed value as the plain value that `JSON.stringify` writes in awsJson and restJson. */
export function toJson(shape: Shape, value: unknown): unknown {
  if (value === undefined || value === null) return undefined;
  switch (shape.kind) {
    case 'structure':
      return structureToJson(shape, value as JsonObject);
    case 'list':
      return (value as readonly unknown[]).map((item) => toJson(shape.element().shape, item));
    case 'map':
      return mapValues(value as JsonObject, (item) => toJson(shape.element().shape, item));
    case 'timestamp':
      return (value as Date).getTime() / 1000;
    case 'blob':
      return Buffer.from(value as Uint8Array).toString('base64');
    default:
      return value;
  }
}

/** A parsed JSON value as the typed value of its shape; members the shape does not have are dropped. */
export function fromJson(shape: Shape, value: unknown): unknown {
  if (value === undefined || value === null) return undefined;
  switch (shape.kind) {
    case 'structure':
      return structureFromJson(shape, isObject(value) ? value : {});
    case 'list':
      return Array.isArray(value) ? value.map((item) => fromJson(shape.element().shape, item)) : undefined;
    case 'map':
      return isObject(value) ? mapValues(value, (item) => fromJson(shape.element().shape, item)) : undefined;
    case 'timestamp':
      return typeof value === 'number' ? new Date(value * 1000) : new Date(String(value));
    case 'blob':
      return Buffer.from(String(value), 'base64');
    default:
      return value;
  }
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

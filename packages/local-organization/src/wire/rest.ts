import { fromJson, toJson } from './json.ts';
import { parseJson } from './aws-json.ts';
import { decodeText, encodeText } from './message.ts';
import type { WireRequest, WireResponse } from './message.ts';
import { readXml } from './read-xml.ts';
import type { RouteMatch } from './routes.ts';
import { ServiceError } from './service-error.ts';
import type { OperationModel, ServiceModel } from './service-model.ts';
import type { Member, Shape, StructureShape } from './shape.ts';
import { writeTimestamp } from './timestamp.ts';
import { structureXml } from './xml.ts';

type Values = Readonly<Record<string, unknown>>;

/** The typed input of a REST request: labels, query, headers and body, each where the schema binds it. */
export function readRestInput(model: ServiceModel, match: RouteMatch, request: WireRequest): Values {
  const shape = match.operation.input();
  if (shape.kind !== 'structure') return {};
  const fromBody = bodyValues(model, shape, request);
  const values: Record<string, unknown> = { ...fromBody };
  for (const member of shape.members()) {
    const value = boundValue(member, match, request);
    if (value !== undefined) values[member.name] = value;
  }
  return values;
}

function bodyValues(model: ServiceModel, shape: StructureShape, request: WireRequest): Values {
  const hasPayload = shape.members().some((member) => member.traits.httpPayload);
  if (hasPayload || request.body.byteLength === 0) return {};
  if (model.protocol === 'restJson') return (fromJson(shape, parseJson(request.body)) ?? {}) as Values;
  throw new ServiceError('NotImplemented', 'XML request bodies are not read here.', { status: 501 });
}

function boundValue(member: Member, match: RouteMatch, request: WireRequest): unknown {
  const { traits, shape } = member;
  if (traits.httpLabel) return match.labels[member.name];
  if (traits.httpQuery !== undefined) return readText(shape, request.query[traits.httpQuery]);
  if (traits.httpHeader !== undefined) return readText(shape, request.headers[traits.httpHeader.toLowerCase()]);
  if (traits.httpPrefixHeaders !== undefined) return prefixedHeaders(traits.httpPrefixHeaders, request.headers);
  if (traits.httpPayload) return payloadValue(shape, request.body);
  return undefined;
}

/** The whole body. Of the operations that are answered here, only S3's have a structure in it, which is XML. */
function payloadValue(shape: Shape, body: Uint8Array): unknown {
  if (shape.kind === 'blob') return body;
  if (shape.kind !== 'structure') return decodeText(body);
  return body.byteLength === 0 ? undefined : readXml(shape, body);
}

function readText(shape: Shape, text: string | undefined): unknown {
  if (text === undefined) return undefined;
  if (shape.kind === 'number') return Number(text);
  if (shape.kind === 'boolean') return text === 'true';
  if (shape.kind === 'timestamp') return new Date(text);
  return text;
}

function prefixedHeaders(prefix: string, headers: Readonly<Record<string, string>>): Values | undefined {
  const matching = Object.entries(headers).filter(([name]) => name.startsWith(prefix));
  if (matching.length === 0) return undefined;
  return Object.fromEntries(matching.map(([name, value]) => [name.slice(prefix.length), value]));
}

/** The answer of a REST operation: status, headers and body as the output's schema binds them. */
export function writeRestOutput(model: ServiceModel, operation: OperationModel, output: Values): WireResponse {
  const shape = operation.output();
  const members = shape.kind === 'structure' ? shape.members() : [];
  const headers: Record<string, string> = {};
  let status = operation.http?.[2] ?? 200;
  for (const member of members) {
    const value = output[member.name];
    if (value === undefined || value === null) continue;
    if (member.traits.httpResponseCode) status = Number(value);
    else writeHeaders(member, value, headers);
  }
  const payload = members.find((member) => member.traits.httpPayload);
  const streaming = payload?.shape.kind === 'blob' && payload.shape.streaming;
  return { status, headers, body: outputBody(model, { shape, payload, output, headers }), streaming };
}

function writeHeaders(member: Member, value: unknown, headers: Record<string, string>): void {
  const { httpHeader, httpPrefixHeaders } = member.traits;
  if (httpHeader !== undefined) headers[httpHeader.toLowerCase()] = headerText(member.shape, value);
  if (httpPrefixHeaders !== undefined) {
    for (const [name, text] of Object.entries(value as Values)) headers[httpPrefixHeaders + name] = String(text);
  }
}

function headerText(shape: Shape, value: unknown): string {
  if (shape.kind !== 'timestamp' || !(value instanceof Date)) return String(value);
  return writeTimestamp(value, shape.format === 'default' ? 'http-date' : shape.format);
}

interface OutputBody {
  readonly shape: Shape;
  readonly payload: Member | undefined;
  readonly output: Values;
  readonly headers: Record<string, string>;
}

function outputBody(model: ServiceModel, { shape, payload, output, headers }: OutputBody): Uint8Array {
  if (payload?.shape.kind === 'structure') {
    const value = output[payload.name] as Values | undefined;
    return value === undefined ? encodeText('') : xmlBody(model, payload.shape, { value, headers });
  }
  if (payload !== undefined) {
    const value = output[payload.name];
    return value instanceof Uint8Array ? value : encodeText(typeof value === 'string' ? value : '');
  }
  if (shape.kind !== 'structure') return encodeText('');
  if (model.protocol === 'restJson') {
    headers['content-type'] = 'application/json';
    return encodeText(JSON.stringify(toJson(shape, output)));
  }
  return xmlBody(model, shape, { value: output, headers });
}

function xmlBody(
  model: ServiceModel,
  shape: StructureShape,
  { value, headers }: { readonly value: Values; readonly headers: Record<string, string> },
): Uint8Array {
  const content = structureXml(shape, value);
  if (content === '') return encodeText('');
  headers['content-type'] = 'application/xml';
  const root = shape.xmlName ?? shape.name;
  return encodeText(
    `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${model.xmlNamespace}">${content}</${root}>`,
  );
}

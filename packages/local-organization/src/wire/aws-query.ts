import { escapeXml, structureXml } from './xml.ts';
import { decodeText, encodeText } from './message.ts';
import type { WireResponse } from './message.ts';
import type { ServiceError } from './service-error.ts';
import type { OperationModel, ServiceModel } from './service-model.ts';
import type { Member, Shape, StructureShape } from './shape.ts';

const XML_HEADERS = { 'content-type': 'text/xml' } as const;

/** The fields of a form body. https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export function readForm(body: Uint8Array): URLSearchParams {
  return new URLSearchParams(decodeText(body));
}

/** The typed input of an awsQuery request. */
export function readQueryInput(shape: Shape, form: URLSearchParams): Readonly<Record<string, unknown>> {
  return (shape.kind === 'structure' ? readStructure(shape, form, '') : undefined) ?? {};
}

function readStructure(
  shape: StructureShape,
  form: URLSearchParams,
  prefix: string,
): Record<string, unknown> | undefined {
  const value: Record<string, unknown> = {};
  let found = false;
  for (const member of shape.members()) {
    const item = readMember(member, form, prefix + (member.traits.xmlName ?? member.name));
    if (item === undefined) continue;
    value[member.name] = item;
    found = true;
  }
  return found ? value : undefined;
}

function readMember(member: Member, form: URLSearchParams, key: string): unknown {
  const { shape } = member;
  if (shape.kind === 'structure') return readStructure(shape, form, `${key}.`);
  if (shape.kind === 'list') return readList(shape.element(), form, member.traits.xmlFlattened ? key : `${key}.member`);
  if (shape.kind === 'map') return readMap(shape.element(), form, `${key}.entry`);
  const text = form.get(key);
  return text === null ? undefined : readScalar(shape, text);
}

function readMap(element: Member, form: URLSearchParams, prefix: string): Record<string, unknown> | undefined {
  const entries: [string, unknown][] = [];
  for (let index = 1; ; index += 1) {
    const name = form.get(`${prefix}.${index}.key`);
    if (name === null) return entries.length === 0 ? undefined : Object.fromEntries(entries);
    entries.push([name, readMember(element, form, `${prefix}.${index}.value`)]);
  }
}

function readList(element: Member, form: URLSearchParams, prefix: string): readonly unknown[] | undefined {
  const items: unknown[] = [];
  for (let index = 1; ; index += 1) {
    const item = readMember(element, form, `${prefix}.${index}`);
    if (item === undefined) return items.length === 0 ? undefined : items;
    items.push(item);
  }
}

function readScalar(shape: Shape, text: string): unknown {
  if (shape.kind === 'number') return Number(text);
  if (shape.kind === 'boolean') return text === 'true';
  if (shape.kind === 'timestamp') return new Date(text);
  if (shape.kind === 'blob') return Buffer.from(text, 'base64');
  return text;
}

/** The awsQuery answer of an operation. */
export function writeQueryOutput(
  model: ServiceModel,
  operation: OperationModel,
  answer: { readonly output: Readonly<Record<string, unknown>>; readonly requestId: string },
): WireResponse {
  const shape = operation.output();
  const { name } = operation;
  const result =
    shape.kind === 'structure' ? `<${name}Result>${structureXml(shape, answer.output)}</${name}Result>` : '';
  const metadata = `<ResponseMetadata><RequestId>${answer.requestId}</RequestId></ResponseMetadata>`;
  const xml = `<${name}Response xmlns="${model.xmlNamespace}">${result}${metadata}</${name}Response>`;
  return { status: 200, headers: XML_HEADERS, body: encodeText(xml), streaming: false };
}

/** The awsQuery answer for a refusal. */
export function writeQueryError(model: ServiceModel, error: ServiceError, requestId: string): WireResponse {
  const known = model.error(error.exception);
  const status = error.details.status ?? known?.status ?? 400;
  const detail = `<Code>${known?.code ?? error.exception}</Code><Message>${escapeXml(error.message)}</Message>`;
  const type = status >= 500 ? 'Receiver' : 'Sender';
  const body = `<Error><Type>${type}</Type>${detail}</Error><RequestId>${requestId}</RequestId>`;
  const xml = `<ErrorResponse xmlns="${model.xmlNamespace}">${body}</ErrorResponse>`;
  return { status, headers: XML_HEADERS, body: encodeText(xml), streaming: false };
}

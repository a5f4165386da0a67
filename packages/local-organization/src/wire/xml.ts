import { LocalOrganizationError } from '../error.ts';
import type { Member, Shape, StructureShape } from './shape.ts';
import { writeTimestamp } from './timestamp.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#xD;',
};

/** Text made safe between XML tags and in attributes. */
export function escapeXml(text: string): string {
  return /[&<>"\r]/.test(text) ? text.replace(/[&<>"\r]/g, (character) => ESCAPES[character] ?? character) : text;
}

/** The members of a structure as XML elements; members that are undefined are left out. */
export function structureXml(shape: StructureShape, value: Readonly<Record<string, unknown>>): string {
  let xml = '';
  for (const member of shape.members()) {
    const item = value[member.name];
    if (item !== undefined && item !== null && !isHttpBound(member)) xml += memberXml(member, item);
  }
  return xml;
}

function isHttpBound(member: Member): boolean {
  const { httpHeader, httpPrefixHeaders, httpResponseCode } = member.traits;
  return httpHeader !== undefined || httpPrefixHeaders !== undefined || httpResponseCode;
}

function memberXml(member: Member, value: unknown): string {
  const tag = member.traits.xmlName ?? member.name;
  if (member.shape.kind === 'list' && Array.isArray(value)) {
    const element = member.shape.element();
    if (member.traits.xmlFlattened) return value.map((item) => elementXml(tag, element.shape, item)).join('');
    const itemTag = element.traits.xmlName ?? 'member';
    return `<${tag}>${value.map((item) => elementXml(itemTag, element.shape, item)).join('')}</${tag}>`;
  }
  if (member.shape.kind === 'map' && !member.traits.xmlFlattened)
    return `<${tag}>${entriesXml(member.shape.element(), value as Readonly<Record<string, unknown>>)}</${tag}>`;
  return elementXml(tag, member.shape, value);
}

/** https://smithy.io/2.0/spec/protocol-traits.html#map-serialization */
function entriesXml({ shape }: Member, value: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(value).map(
    ([key, item]) => `<entry><key>${escapeXml(key)}</key>${elementXml('value', shape, item)}</entry>`,
  );
  return entries.join('');
}

function elementXml(tag: string, shape: Shape, value: unknown): string {
  return `<${tag}>${contentXml(shape, value)}</${tag}>`;
}

function contentXml(shape: Shape, value: unknown): string {
  if (shape.kind === 'structure') return structureXml(shape, value as Readonly<Record<string, unknown>>);
  if (shape.kind === 'timestamp' && value instanceof Date) {
    return writeTimestamp(value, shape.format === 'default' ? 'date-time' : shape.format);
  }
  if (shape.kind === 'blob' && value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (shape.kind === 'list' || shape.kind === 'map') {
    throw new LocalOrganizationError(
      'wire-unsupported',
      `A flattened map, or a ${shape.kind} directly inside a list, is not written as XML.`,
    );
  }
  return escapeXml(String(value));
}

import { decodeText } from './message.ts';
import { ServiceError } from './service-error.ts';
import type { Member, Shape, StructureShape } from './shape.ts';

interface XmlElement {
  readonly name: string;
  readonly children: XmlElement[];
  text: string;
}

/** An opening, closing or empty tag, or the text before the next; attributes say nothing here. */
const TOKEN = /<(\/?)([\w.:-]+)(?:\s[^<>]*?)?(\/?)>|([^<]+)/y;
const DECLARATION = /^\s*<\?xml[^>]*\?>/;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The structure in the XML body of a request; a body that is none is refused. https://smithy.io/2.0/spec/protocol-traits.html#xml-bindings */
export function readXml(shape: StructureShape, body: Uint8Array): Readonly<Record<string, unknown>> {
  return structureOf(shape, parse(decodeText(body)));
}

function structureOf(shape: StructureShape, element: XmlElement): Readonly<Record<string, unknown>> {
  const values = shape.members().map((member) => [member.name, memberOf(member, element.children)] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

function memberOf({ name, shape, traits }: Member, siblings: readonly XmlElement[]): unknown {
  const own = siblings.filter((each) => each.name === (traits.xmlName ?? name));
  const [first] = own;
  if (first === undefined) return undefined;
  if (shape.kind !== 'list') return valueOf(shape, first);
  const element = shape.element();
  return (traits.xmlFlattened ? own : first.children).map((item) => valueOf(element.shape, item));
}

function valueOf(shape: Shape, element: XmlElement): unknown {
  if (shape.kind === 'structure') return structureOf(shape, element);
  if (shape.kind === 'number') return Number(element.text);
  if (shape.kind === 'boolean') return element.text === 'true';
  return element.text;
}

function parse(text: string): XmlElement {
  const root: XmlElement = { name: '', children: [], text: '' };
  const open = [root];
  TOKEN.lastIndex = DECLARATION.exec(text)?.[0].length ?? 0;
  while (TOKEN.lastIndex < text.length) {
    const [, closes, name, isEmpty, characters] = TOKEN.exec(text) ?? malformed();
    const parent = open.at(-1) ?? malformed();
    if (characters !== undefined) parent.text += unescape(characters);
    else if (closes === '/') {
      if (open.length === 1 || open.pop()?.name !== name) malformed();
    } else {
      const element = { name: name ?? '', children: [], text: '' };
      parent.children.push(element);
      if (isEmpty !== '/') open.push(element);
    }
  }
  const [first] = root.children;
  return first === undefined || open.length > 1 ? malformed() : first;
}

function unescape(text: string): string {
  return text.replace(/&(#?\w+);/g, (whole, name: string) => characterOf(name) ?? whole);
}

function characterOf(name: string): string | undefined {
  const [, hex, decimal] = /^#(?:x([\da-f]+)|(\d+))$/i.exec(name) ?? [];
  if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
  return decimal === undefined ? ENTITIES[name] : String.fromCodePoint(Number(decimal));
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
function malformed(): never {
  const message = 'The XML you provided was not well-formed or did not validate against our published schema';
  throw new ServiceError('MalformedXML', message, { status: 400 });
}

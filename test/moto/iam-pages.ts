import type { ProxiedAnswer } from './paging-proxy.ts';

/** The lists that AWS pages, in the order in which one stream of items runs through them. */
const LISTS: Readonly<Record<string, readonly string[]>> = {
  GetGroup: ['Users'],
  ListAccessKeys: ['AccessKeyMetadata'],
  GetAccountAuthorizationDetails: ['UserDetailList', 'GroupDetailList', 'RoleDetailList', 'Policies'],
};

const DEFAULT_ITEMS = 100;

/** Whether IAM's answer to this action comes in pages. */
export function isPagedIamAction(action: string): boolean {
  return Object.hasOwn(LISTS, action);
}

/** One page of a whole answer. https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html */
export function pageIamAnswer(answer: ProxiedAnswer, parameters: URLSearchParams, pageSize: number): ProxiedAnswer {
  const marker = parameters.get('Marker');
  const start = marker === null ? 0 : offsetOf(marker);
  const asked = Number(parameters.get('MaxItems') ?? DEFAULT_ITEMS);
  if (start === null) return invalid('Invalid Marker.');
  if (!(asked >= 1 && asked <= 1000)) return invalid('MaxItems must be between 1 and 1000.');
  const end = start + Math.min(asked, pageSize);
  let position = 0;
  let xml = answer.body.toString();
  for (const list of LISTS[parameters.get('Action') ?? ''] ?? []) {
    const found = findList(xml, list);
    if (found === null) continue;
    const kept = found.members.filter((_, index) => position + index >= start && position + index < end);
    position += found.members.length;
    xml = `${xml.slice(0, found.from)}<${list}>${kept.join('')}</${list}>${xml.slice(found.to)}`;
  }
  const isTruncated = end < position;
  const ending = isTruncated
    ? `<IsTruncated>true</IsTruncated><Marker>${markerOf(end)}</Marker>`
    : '<IsTruncated>false</IsTruncated>';
  const stated = xml.replace(/<IsTruncated>\w*<\/IsTruncated>|<IsTruncated\s*\/>/, '');
  return { ...answer, body: stated.replace(/<\/(\w+)Result>/, `${ending}</$1Result>`) };
}

interface FoundList {
  readonly from: number;
  readonly to: number;
  /** The outermost `<member>` elements, as text. */
  readonly members: readonly string[];
}

function findList(xml: string, list: string): FoundList | null {
  const open = new RegExp(`<${list}\\s*(/?)>`).exec(xml);
  if (open === null) return null;
  const from = open.index;
  if (open[1] === '/') return { from, to: from + open[0].length, members: [] };
  const members: string[] = [];
  const tags = new RegExp(`<member\\s*(/?)>|</member>|</${list}>`, 'g');
  tags.lastIndex = from + open[0].length;
  let depth = 0;
  let start = 0;
  for (let tag = tags.exec(xml); tag !== null; tag = tags.exec(xml)) {
    if (tag[0] === `</${list}>` && depth === 0) return { from, to: tags.lastIndex, members };
    if (tag[0] === '</member>') depth -= 1;
    else if (tag[0].startsWith('<member')) {
      if (depth === 0) start = tag.index;
      if (tag[1] !== '/') depth += 1;
    } else continue;
    if (depth === 0) members.push(xml.slice(start, tags.lastIndex));
  }
  return null;
}

function markerOf(offset: number): string {
  return Buffer.from(`marker:${String(offset)}`).toString('base64url');
}

function offsetOf(marker: string): number | null {
  const match = /^marker:(\d+)$/.exec(Buffer.from(marker, 'base64url').toString());
  return match === null ? null : Number(match[1]);
}

function invalid(message: string): ProxiedAnswer {
  const body = `<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>${message}</Message></Error></ErrorResponse>`;
  return { status: 400, headers: { 'content-type': 'text/xml' }, body };
}

import type { Connection } from '@keysweep/aws';
import type { LocalOrganization } from '@keysweep/local-organization';

type RequestHandler = ReturnType<LocalOrganization['requestHandler']>;
type HttpRequest = Parameters<RequestHandler['handle']>[0];

/**
 * Lets every list request ask for at most so many items, whatever keysweep asked for: AWS may answer fewer than asked,
 * and then its pages look like this. The local organization does not verify signatures, so a request may be edited.
 */
export function limitPages(handler: RequestHandler, limit: () => number): NonNullable<Connection['requestHandler']> {
  const handle: RequestHandler['handle'] = (request, options) => handler.handle(limited(request, limit()), options);
  return { ...handler, handle };
}

function limited(request: HttpRequest, limit: number): HttpRequest {
  if (request.query['list-type'] === '2') request.query['max-keys'] = String(limit);
  const text = isOfList(request) ? textOf(request.body) : null;
  if (text !== null) {
    const atMost = (asked: string) => String(Math.min(Number(asked), limit));
    request.body = text
      .replace(/\b(Max(?:Items|Results))=(\d+)/, (_, name: string, asked: string) => `${name}=${atMost(asked)}`)
      .replace(/"MaxResults":(\d+)/, (_, asked: string) => `"MaxResults":${atMost(asked)}`);
  }
  return request;
}

/** By its content type: bytes of an object must stay as they are, for a part of one may end anywhere. */
function isOfList({ headers }: HttpRequest): boolean {
  return /x-amz-json|x-www-form-urlencoded/.test(headers['content-type'] ?? '');
}

function textOf(body: unknown): string | null {
  if (typeof body === 'string') return body;
  return body instanceof Uint8Array ? new TextDecoder().decode(body) : null;
}

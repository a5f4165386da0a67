import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { KeysweepError } from '@keysweep/core';
import { WholeLists, type ListRequest } from './whole-lists.ts';
import { isPagedIamAction, pageIamAnswer } from './iam-pages.ts';
import { pageOrganizationsAnswer, unpagedOrganizationsBody } from './organizations-pages.ts';

/** A proxy that gives moto the pages AWS has. */
export interface PagingProxy {
  readonly url: string;
  /** The operations that went through, in order: `GetGroup`, `ListAccounts`, … */
  readonly operations: string[];
  /** The most that a page holds, whatever a request allows; 1,000 at first. */
  pageSize: number;
  /** Says what goes wrong with the nth call (from 1) of an operation; nothing at first. */
  fault: (operation: string, call: number) => ProxyFault | null;
  stop(): Promise<void>;
}

/** `drop-connection` dies before moto is asked, `drop-answer` after it; the others answer in moto's place. */
export type ProxyFault = 'AccessDenied' | 'drop-connection' | 'drop-answer' | 'malformed';

/**
 * Stands between SDK clients and moto, which answers every list whole. Slices the lists that keysweep reads as AWS
 * does: never more than `MaxItems`/`MaxResults` (100 and 20 if left out), an opaque token, `IsTruncated` on every IAM
 * page. Everything else passes untouched.
 */
export async function startPagingProxy(motoUrl: string): Promise<PagingProxy> {
  const proxy: ProxyState = { operations: [], pageSize: 1000, fault: () => null, lists: new WholeLists() };
  const server = createServer((request, response) => {
    forward(motoUrl, request, proxy).then(
      (answer) => (answer === null ? request.socket.destroy() : send(response, answer)),
      (error: unknown) => send(response, { status: 502, headers: {}, body: String(error) }),
    );
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null)
    throw new KeysweepError('internal', 'the paging proxy has no port');
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return Object.assign(proxy, { url: `http://127.0.0.1:${String(address.port)}`, stop });
}

/** An answer on its way back to the client. */
export interface ProxiedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** Where moto's own headers would contradict a body that was sliced or re-encoded. */
const DROPPED_HEADERS = new Set([
  'content-length',
  'transfer-encoding',
  'content-encoding',
  'connection',
  'keep-alive',
  'date',
  'server',
]);

interface ProxyState extends Pick<PagingProxy, 'operations' | 'pageSize' | 'fault'> {
  readonly lists: WholeLists;
}

/** Null where the connection is to be cut. */
async function forward(motoUrl: string, request: IncomingMessage, proxy: ProxyState): Promise<ProxiedAnswer | null> {
  const body = await bodyOf(request);
  const target = String(request.headers['x-amz-target'] ?? '');
  const parameters = new URLSearchParams(target === '' ? body.toString() : '');
  const url = listing(new URL(request.url ?? '/', motoUrl), proxy.pageSize);
  // S3 is told by method and path; where that is not enough for people, the SDK names the operation.
  const action = target.split('.')[1] ?? parameters.get('Action') ?? url.searchParams.get('x-id') ?? '';
  if (action !== '') proxy.operations.push(action);
  const fault = proxy.fault(action, proxy.operations.filter((operation) => operation === action).length);
  if (fault === 'drop-connection') return null;
  if (fault === 'AccessDenied') return DENIED;
  if (fault === 'malformed') return MALFORMED;
  const isOrganizations = target.startsWith('AWSOrganizations');
  const moto = () => ask(url, request, isOrganizations ? unpagedOrganizationsBody(body.toString(), action) : body);
  const answer = isPagedIamAction(action) ? await proxy.lists.whole(listOf(request, parameters), moto) : await moto();
  if (fault === 'drop-answer') return null;
  if (answer.status !== 200) return answer;
  if (isOrganizations) return pageOrganizationsAnswer(answer, body.toString(), proxy.pageSize);
  return isPagedIamAction(action) ? pageIamAnswer(answer, parameters, proxy.pageSize) : answer;
}

const DENIED: ProxiedAnswer = {
  status: 403,
  headers: { 'content-type': 'text/xml', 'x-amzn-errortype': 'AccessDeniedException' },
  body: '<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>denied</Message></Error></ErrorResponse>',
};

const MALFORMED: ProxiedAnswer = { status: 200, headers: { 'content-type': 'text/xml' }, body: '<html><body>Welcome' };

/** Who asks for which list: what a later page is a page of. */
function listOf({ headers }: IncomingMessage, parameters: URLSearchParams): ListRequest {
  const list = ['Action', 'GroupName', 'UserName'].map((name) => parameters.get(name) ?? '');
  return { key: [headers['x-amz-security-token'] ?? '', ...list].join(' '), isFirstPage: !parameters.has('Marker') };
}

/** S3 listings are moto's own pages; it only has to be told how long: `max-keys`. */
function listing(url: URL, pageSize: number): URL {
  if (url.searchParams.get('list-type') === '2') url.searchParams.set('max-keys', String(pageSize));
  return url;
}

async function ask(url: URL, request: IncomingMessage, body: string | Buffer): Promise<ProxiedAnswer> {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (name !== 'content-length' && name !== 'connection' && name !== 'expect' && value !== undefined)
      headers.set(name, String(value));
  }
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD';
  const response = await fetch(url, {
    method: request.method ?? 'GET',
    headers,
    ...(hasBody ? { body: typeof body === 'string' ? body : new Uint8Array(body) } : {}),
  });
  const kept = [...response.headers].filter(([name]) => !DROPPED_HEADERS.has(name));
  return {
    status: response.status,
    headers: Object.fromEntries(kept),
    body: Buffer.from(await response.arrayBuffer()),
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, { status, headers, body }: ProxiedAnswer): void {
  response.writeHead(status, headers);
  response.end(body);
}

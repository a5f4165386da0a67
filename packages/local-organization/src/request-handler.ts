import { Readable } from 'node:stream';
import { HttpResponse } from '@smithy/core/protocols';
import type { HttpHandler } from '@smithy/core/protocols';
import { ConnectionDropped } from './wire/message.ts';
import type { WireRequest, WireResponse } from './wire/message.ts';

type SdkRequest = Parameters<HttpHandler['handle']>[0];
type SdkOptions = NonNullable<Parameters<HttpHandler['handle']>[1]>;

/** What a stream over a socket is read in. */
const CHUNK_BYTES = 64 * 1024;

/** The in-process door: hands what an SDK client would send straight to the organization. */
export function inProcessRequestHandler(handle: (request: WireRequest) => Promise<WireResponse>): HttpHandler {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    handle: async (request, options = {}) => {
      const wireRequest = await toWireRequest(request);
      const response = await interruptible(handle(wireRequest), options);
      return { response: toSdkResponse(response) };
    },
    destroy: () => undefined,
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
  };
}

async function toWireRequest(request: SdkRequest): Promise<WireRequest> {
  const query: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.query)) query[name] = [value ?? ''].flat().join(',');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) headers[name.toLowerCase()] = value;
  headers['host'] ??= request.hostname;
  return { method: request.method, path: request.path, query, headers, body: await bytesOf(request.body) };
}

async function bytesOf(body: unknown): Promise<Uint8Array> {
  if (body === undefined || body === null) return new Uint8Array();
  if (typeof body === 'string') return Buffer.from(body, 'utf8');
  // A copy, as a network makes one: the caller may use its buffer again.
  if (body instanceof Uint8Array) return Buffer.copyBytesFrom(body);
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  const chunks: Uint8Array[] = [];
  for await (const chunk of body as AsyncIterable<Uint8Array | string>) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function toSdkResponse(response: WireResponse): HttpResponse {
  const body = response.streaming ? Readable.from(chunksOf(response.body)) : response.body;
  return new HttpResponse({ statusCode: response.status, headers: { ...response.headers }, body });
}

/** A body in pieces, as it comes from a socket: wherever it is cut, and copied. */
function* chunksOf(body: Uint8Array): Generator<Buffer> {
  for (let from = 0; from < body.byteLength; from += CHUNK_BYTES)
    yield Buffer.from(body.subarray(from, from + CHUNK_BYTES));
}

/** Settles with the answer, or earlier: on abort and on timeout, as the SDK's own Node handler does. */
function interruptible(answer: Promise<WireResponse>, options: SdkOptions): Promise<WireResponse> {
  const signal = options.abortSignal as AbortSignal | undefined;
  const { requestTimeout } = options;
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(new NetworkError('AbortError', undefined, 'Request aborted'));
    const timeOut = (): void =>
      reject(new NetworkError('TimeoutError', 'ETIMEDOUT', `No answer in ${requestTimeout} ms`));
    const timer = requestTimeout ? setTimeout(timeOut, requestTimeout) : undefined;
    if (signal?.aborted === true) abort();
    signal?.addEventListener('abort', abort, { once: true });
    const settle = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    };
    answer.finally(settle).then(resolve, (error: unknown) => reject(asNetworkError(error)));
  });
}

// What the SDK recognises as a broken connection, and so as retryable, is the code.
function asNetworkError(error: unknown): unknown {
  return error instanceof ConnectionDropped ? new NetworkError('TimeoutError', 'ECONNRESET', 'socket hang up') : error;
}

/** An error of the connection, with the name and code that Node gives it. */
class NetworkError extends Error {
  readonly code: string | undefined;

  constructor(name: string, code: string | undefined, message: string) {
    super(message);
    this.name = name;
    this.code = code;
  }
}

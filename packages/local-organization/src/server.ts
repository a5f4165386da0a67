import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConnectionDropped } from './wire/message.ts';
import type { WireRequest, WireResponse } from './wire/message.ts';

/** The HTTP door, open. */
export interface ListeningServer {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Opens the HTTP door on 127.0.0.1; port 0 takes any free one. */
export async function listen(
  handle: (request: WireRequest) => Promise<WireResponse>,
  port: number,
): Promise<ListeningServer> {
  const server = createServer((request, response) => void serve(handle, request, response));
  // Clients keep connections; closing an idle one just as it is used again would look like a fault nobody asked for.
  server.keepAliveTimeout = 10 * 60 * 1000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${address.port}`, port: address.port, close };
}

async function serve(
  handle: (request: WireRequest) => Promise<WireResponse>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  try {
    const response = await handle(await readRequest(incoming));
    const withBody = incoming.method !== 'HEAD';
    const length = withBody ? { 'content-length': String(response.body.byteLength) } : {};
    outgoing.writeHead(response.status, { ...length, ...dateHeader(incoming), ...response.headers });
    outgoing.end(withBody ? response.body : undefined);
  } catch (error) {
    // Nothing may be sent any more, whatever it was: the caller sees a connection that broke.
    if (!(error instanceof ConnectionDropped)) process.emitWarning(error instanceof Error ? error : String(error));
    incoming.socket.destroy();
  }
}

/**
 * The date of an answer is that of its request. Clients may live in the organization's time or in the real one, and an SDK
 * that finds its clock five minutes off asks for everything again that was refused.
 * https://aws.amazon.com/blogs/developer/clock-skew-correction/
 */
function dateHeader({ headers }: IncomingMessage): { readonly date?: string } {
  const signed = /^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/.exec(String(headers['x-amz-date']));
  if (signed === null) return {};
  const [, year, month, dayAndHour, minute, second] = signed;
  return { date: new Date(`${year}-${month}-${dayAndHour}:${minute}:${second}`).toUTCString() };
}

async function readRequest(incoming: IncomingMessage): Promise<WireRequest> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming as AsyncIterable<Uint8Array>) chunks.push(chunk);
  const [path = '/', search = ''] = (incoming.url ?? '/').split(/\?(.*)/s);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) headers[name] = [value ?? ''].flat().join(',');
  return {
    method: incoming.method ?? 'GET',
    path,
    query: Object.fromEntries(new URLSearchParams(search)),
    headers,
    body: Buffer.concat(chunks),
  };
}

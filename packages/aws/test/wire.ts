import { Readable } from 'node:stream';
import type { Connection } from '../src/connection.ts';

/** One request as an SDK client put it on the wire. */
export interface SentRequest {
  /** The parameters of an awsQuery request; empty for other protocols. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What the stub answers: a response, or an error in place of one. */
export type StubAnswer =
  | {
      readonly status: number;
      readonly body: string | Uint8Array | Readable;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | Error;

/** The real SDK serialises and signs; only the wire is ours, and it keeps what was sent. */
export interface Stub {
  readonly connection: Connection & { readonly region: string };
  readonly sent: readonly SentRequest[];
}

/** Answers the nth request with the nth answer and every later one with the last; or as a function of the request. */
export function stub(
  answers: readonly StubAnswer[] | ((request: SentRequest) => StubAnswer),
  connection: Connection = {},
): Stub {
  const sent: SentRequest[] = [];
  const answerTo = typeof answers === 'function' ? answers : () => answers[Math.min(sent.length, answers.length) - 1];
  const requestHandler = {
    handle: (request: object) => {
      const read = readRequest(request);
      sent.push(read);
      const answer = answerTo(read);
      if (answer === undefined || answer instanceof Error)
        return Promise.reject(answer ?? new TypeError('no answer given'));
      const headers = { 'content-type': 'text/xml', ...answer.headers };
      const body = answer.body instanceof Readable ? answer.body : Readable.from([Buffer.from(answer.body)]);
      return Promise.resolve({ response: { statusCode: answer.status, headers, body } });
    },
    destroy: () => undefined,
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
  };
  const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' };
  const defaults = { region: 'eu-west-1', credentials, requestHandler, retryDelayMs: 0 };
  return { sent, connection: { ...defaults, ...connection, region: connection.region ?? defaults.region } };
}

function readRequest(request: object): SentRequest {
  const { method, path, query, headers, body } = request as Record<string, unknown>;
  const text = typeof body === 'string' ? body : body instanceof Uint8Array ? new TextDecoder().decode(body) : '';
  const isQuery = text.startsWith('Action=') || text.includes('&Action=');
  return {
    parameters: isQuery ? Object.fromEntries(new URLSearchParams(text)) : {},
    method: String(method),
    path: String(path),
    query: (query ?? {}) as Record<string, unknown>,
    headers: headers as Record<string, string>,
    body: text,
  };
}

/** A successful awsQuery answer. */
export function iamAnswer(operation: string, result: string): StubAnswer {
  const body = `<${operation}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><${operation}Result>${result}</${operation}Result><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></${operation}Response>`;
  return { status: 200, body };
}

/** A refusal in awsQuery. */
export function iamError(status: number, code: string): StubAnswer {
  const body = `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>${code}</Code><Message>said ${code}</Message></Error><RequestId>r</RequestId></ErrorResponse>`;
  return { status, body };
}

/** An answer of a JSON protocol; `errorType` makes it a refusal. */
export function jsonAnswer(status: number, body: unknown, errorType?: string): StubAnswer {
  const headers: Record<string, string> = { 'content-type': 'application/x-amz-json-1.1' };
  if (errorType !== undefined) headers['x-amzn-errortype'] = errorType;
  return { status, body: JSON.stringify(body), headers };
}

/** An error of Node's network layer. */
export function networkError(code: string): Error {
  return Object.assign(new TypeError(`connect ${code}`), { name: 'Error', code });
}

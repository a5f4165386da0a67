/** A request as both doors hand it in: already read completely, header names in lower case. */
export interface WireRequest {
  readonly method: string;
  /** Percent-encoded as sent, without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** A response for either door. `streaming` says that the SDK expects a stream where the body is. */
export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly streaming: boolean;
}

/** Thrown by `handle` where the connection must die without an answer; each door does that in its own way. */
export class ConnectionDropped extends Error {
  constructor(operation: string) {
    super(`The connection was dropped during ${operation}, as a fault asked for.`);
    this.name = 'ConnectionDropped';
  }
}

/** A body in UTF-8. */
export function encodeText(text: string): Uint8Array {
  return Buffer.from(text, 'utf8');
}

/** The text of a UTF-8 body. */
export function decodeText(body: Uint8Array): string {
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
}

import { Readable } from 'node:stream';
import type { Failure } from '@keysweep/core';
import { MAX_ANSWER_BYTES, tooLarge } from './agent-answer.ts';

/** As much of the SDK's response as is looked at here. */
interface Response {
  readonly headers: Readonly<Record<string, string | undefined>>;
  body: unknown;
}

/**
 * Bounds what is read of a response, whatever its status: one that announces more than `MAX_ANSWER_BYTES` is not read at
 * all, and of one that does not say, no more than that. The connection is given up then, the body ends there, and `refuse`
 * is told why: what the SDK makes of such a body means nothing.
 */
export function boundAnswer(response: unknown, refuse: (failure: Failure) => void): void {
  if (!isResponse(response) || !(response.body instanceof Readable)) return;
  const { body, headers } = response;
  const announced = Number(headers['content-length'] ?? 0);
  if (announced > MAX_ANSWER_BYTES) {
    body.destroy();
    response.body = new Uint8Array();
    refuse(tooLarge(String(announced)));
  } else response.body = Readable.from(untilTooLarge(body, refuse), { objectMode: false });
}

/** To leave the loop destroys the body, and its connection with it. */
async function* untilTooLarge(body: Readable, refuse: (failure: Failure) => void): AsyncGenerator<Uint8Array> {
  let read = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    read += chunk.byteLength;
    if (read > MAX_ANSWER_BYTES) {
      refuse(tooLarge(`more than ${String(MAX_ANSWER_BYTES)}`));
      return;
    }
    yield chunk;
  }
}

function isResponse(response: unknown): response is Response {
  return typeof response === 'object' && response !== null && 'headers' in response && 'body' in response;
}

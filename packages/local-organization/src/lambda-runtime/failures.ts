import { encodeText } from '../wire/message.ts';
import type { FunctionFailure } from './messages.ts';

/** What came of an invocation: the payload for the caller, and whether it describes a failure of the function. */
export interface InvocationResult {
  readonly payload: Uint8Array;
  readonly functionError: 'Unhandled' | undefined;
}

// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
const LARGEST_RESPONSE = 6_291_556;

/** The result of a handler that returned this JSON text; too large a text is a failure. */
export function returned(payload: string): InvocationResult {
  const bytes = encodeText(payload);
  if (bytes.byteLength <= LARGEST_RESPONSE) return { payload: bytes, functionError: undefined };
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${LARGEST_RESPONSE} bytes).`;
  return failed({ errorType: 'Function.ResponseSizeTooLarge', errorMessage });
}

/** The result of a function that failed. */
export function failed(failure: FunctionFailure): InvocationResult {
  return { payload: encodeText(JSON.stringify(failure)), functionError: 'Unhandled' };
}

/** The result of a function that did not answer in time. */
export function timedOut(requestId: string, timeoutSeconds: number): InvocationResult {
  const errorMessage = `RequestId: ${requestId} Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`;
  return failed({ errorType: 'Sandbox.Timedout', errorMessage });
}

/** The result of a function whose process ended before it answered. */
export function exited(requestId: string, how: string): InvocationResult {
  const errorMessage = `RequestId: ${requestId} Error: Runtime exited with error: ${how}`;
  return failed({ errorType: 'Runtime.ExitError', errorMessage });
}

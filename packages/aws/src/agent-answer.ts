import type { AgentAnswer, Failure } from '@keysweep/core';
import { failureOf, malformed } from './iam/failure.ts';

/** The largest answer that is looked at, in bytes. Lambda itself allows 6 MB. */
export const MAX_ANSWER_BYTES = 5 * 1024 * 1024;

const OPERATION = 'lambda:Invoke';

/** Lambda's names for "the function's code never began". https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-invocation.html */
const NEVER_BEGAN = new Set([
  'Runtime.ImportModuleError',
  'Runtime.UserCodeSyntaxError',
  'Runtime.HandlerNotFound',
  'Runtime.MalformedHandlerName',
  'Runtime.InvalidEntrypoint',
]);

/** Refusals to start that pass by themselves. */
const NOT_YET = /^(TooManyRequests|ResourceConflict|ResourceNotReady|ENINotReady|EC2Throttled|EC2Unexpected)Exception$/;

/** Refusals to start that stand, although their status is 5xx or 408: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
const NOT_STARTED =
  /^(KMS|ENI|EC2|EFSMount|SnapStart|Subnet|InvalidRuntime|InvalidSubnet|InvalidSecurityGroup|InvalidZipFile)/;

/** Node's codes for a connection that was never made. */
const NOT_CONNECTED =
  /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|CERT_|ERR_TLS|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO)/;

/**
 * What a completed invocation came to; of a body without a byte the SDK makes null. A function that failed midway may have
 * done anything: its answer is `lost`.
 */
export function answerOf(payload: Uint8Array | null | undefined, functionError: string | undefined): AgentAnswer {
  if (!payload?.byteLength) return lost('the agent answered nothing');
  if (payload.byteLength > MAX_ANSWER_BYTES) return { state: 'lost', failure: tooLarge(String(payload.byteLength)) };
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
  } catch (error) {
    return lost(`the agent's answer is not JSON: ${failureOf(OPERATION, error).message}`);
  }
  return functionError === undefined ? { state: 'answered', body } : functionFailure(body);
}

/**
 * What a failed invocation lets us conclude. A function of another account that does not exist is mostly answered with
 * AccessDenied, for want of a resource policy: `no-agent` is certain, its lack is not. `again` means that AWS did not
 * start the function and may later.
 */
export function verdictOf(failure: Failure, status: number | null): 'no-agent' | 'unreachable' | 'lost' | 'again' {
  if (failure.code === 'ResourceNotFoundException') return 'no-agent';
  if (NOT_YET.test(failure.code) || status === 429) return 'again';
  if (NOT_STARTED.test(failure.code) || NOT_CONNECTED.test(failure.code)) return 'unreachable';
  // Any other refusal of the request itself. Without a status nothing answered; 408 and 5xx may come after the start.
  const refused = status !== null && status >= 400 && status < 500 && status !== 408 && status !== 410;
  return refused ? 'unreachable' : 'lost';
}

/** The body of a failed function is `{ errorType, errorMessage }`. */
function functionFailure(body: unknown): AgentAnswer {
  const said = typeof body === 'object' && body !== null ? body : {};
  const type: unknown = Reflect.get(said, 'errorType');
  const code = typeof type === 'string' && type !== '' ? type.slice(0, 100) : 'FunctionError';
  const message = String(Reflect.get(said, 'errorMessage') ?? 'the agent failed').slice(0, 500);
  const failure: Failure = {
    kind: code === 'Sandbox.Timedout' ? 'timeout' : 'service-error',
    operation: OPERATION,
    code,
    message,
  };
  return { state: NEVER_BEGAN.has(code) ? 'unreachable' : 'lost', failure };
}

/** Why an answer of so many bytes, in words, is not looked at. */
export function tooLarge(bytes: string): Failure {
  const message = `an answer of ${bytes} bytes; at most ${String(MAX_ANSWER_BYTES)} are read`;
  return { kind: 'too-large', operation: OPERATION, code: 'AnswerTooLarge', message };
}

function lost(message: string): AgentAnswer {
  return { state: 'lost', failure: malformed(OPERATION, message) };
}

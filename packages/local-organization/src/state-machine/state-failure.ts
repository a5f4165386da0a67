/**
 * An error of a state, under the name that Retry and Catch match.
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export class StateFailure extends Error {
  readonly error: string;
  override readonly cause: string;

  constructor(error: string, cause: string) {
    super(`${error}: ${cause}`);
    this.name = 'StateFailure';
    this.error = error;
    this.cause = cause;
  }
}

/** Why an execution ends before its last state: somebody stopped it, or its time is up. */
export class ExecutionEnded extends Error {
  readonly status: 'ABORTED' | 'TIMED_OUT';
  readonly error: string | null;
  override readonly cause: string | null;

  constructor(status: 'ABORTED' | 'TIMED_OUT', error: string | null, cause: string | null) {
    super(status);
    this.name = 'ExecutionEnded';
    this.status = status;
    this.error = error;
    this.cause = cause;
  }
}

// https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
const LARGEST_PAYLOAD = 262_144;

/** JSON text of a value that a state takes or gives; too much of it is an error that States.ALL does not match. */
export function limitedJson(value: unknown, what: string): string {
  const text = JSON.stringify(value);
  if (Buffer.byteLength(text, 'utf8') <= LARGEST_PAYLOAD) return text;
  throw new StateFailure(
    'States.DataLimitExceeded',
    `${what} is larger than the maximum of ${LARGEST_PAYLOAD} bytes for a payload.`,
  );
}

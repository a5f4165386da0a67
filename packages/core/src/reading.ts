/** Why a call failed, in the words that decide what may still be concluded. */
export type FailureKind =
  | 'access-denied'
  | 'throttled'
  | 'not-found'
  | 'conflict'
  | 'service-error'
  | 'network'
  | 'malformed'
  | 'too-large'
  | 'timeout';

/** A failed call as data: which operation, on what, and what came back. `message` is untrusted text. */
export interface Failure {
  readonly kind: FailureKind;
  /** The AWS operation as `service:Operation`, for example `iam:ListAccessKeys`. */
  readonly operation: string;
  /** The service's own error code, for example `AccessDenied`; the error's name where no service answered. */
  readonly code: string;
  readonly message: string;
}

/** What one read told us: a value, the certain absence of the thing, or nothing at all. */
export type Reading<T> =
  | { readonly state: 'known'; readonly value: T }
  | { readonly state: 'absent' }
  | { readonly state: 'unknown'; readonly failure: Failure };

/** What a paged read told us: the items of every page that was read, and how the reading ended. */
export interface PagedReading<T> {
  readonly items: readonly T[];
  /** `complete`: all pages were read. `absent`: the thing does not exist. `unknown`: a page could not be read. */
  readonly end:
    | { readonly state: 'complete' }
    | { readonly state: 'absent' }
    | { readonly state: 'unknown'; readonly failure: Failure };
}

/** A reading that holds a value. */
export function known<T>(value: T): Reading<T> {
  return { state: 'known', value };
}

/** A reading that failed. */
export function unknown(failure: Failure): { readonly state: 'unknown'; readonly failure: Failure } {
  return { state: 'unknown', failure };
}

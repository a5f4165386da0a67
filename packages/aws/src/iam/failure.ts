import type { Failure, FailureKind } from '@keysweep/core';

const MAX_MESSAGE_LENGTH = 500;
const MAX_CODE_LENGTH = 100;

/** Error codes of AWS services, the `Exception` and `Error` endings left out. The first match decides. */
const KIND_BY_CODE: readonly (readonly [RegExp, FailureKind])[] = [
  [
    /^(Throttl|TooManyRequests|RequestLimitExceeded|RequestThrottled|SlowDown|PriorRequestNotComplete|EC2Throttled)/,
    'throttled',
  ],
  [
    /^(AccessDenied|Unauthorized|NotAuthorized|AuthFailure|ExpiredToken|RequestExpired|InvalidClientTokenId)/,
    'access-denied',
  ],
  [
    /^(UnrecognizedClient|InvalidAccessKeyId|InvalidSignature|SignatureDoesNotMatch|MissingAuthentication)/,
    'access-denied',
  ],
  [/^(InvalidToken|TokenRefreshRequired|OptInRequired|CredentialsProvider)/, 'access-denied'],
  [/^NoSuch|NotFound$/, 'not-found'],
  [/^(EntityAlreadyExists|DeleteConflict|EntityTemporarilyUnmodifiable|PreconditionFailed|Concurrent)/, 'conflict'],
  [/Conflict$/, 'conflict'],
  [/^(RequestTimeout|Timeout)/, 'timeout'],
  [/TooLarge$/, 'too-large'],
];

/** Where the code says nothing. A bare 404 is not here: a proxy answers it too, and absence must be certain. */
const KIND_BY_STATUS: Readonly<Record<number, FailureKind>> = {
  401: 'access-denied',
  403: 'access-denied',
  408: 'timeout',
  409: 'conflict',
  412: 'conflict',
  413: 'too-large',
  429: 'throttled',
  504: 'timeout',
};

/** Node's own codes that have nothing to do with a connection, for example `ERR_ENCODING_INVALID_ENCODED_DATA`. */
const NOT_OF_THE_NETWORK = /^ERR_(?!TLS|SSL|SOCKET|HTTP|STREAM)/;

/** What can be asked of something that was thrown. The SDK's errors carry these beside `name` and `message`. */
interface Thrown {
  readonly name: string;
  readonly message: string;
  /** The service's own code (`NoSuchEntity`), where the protocol has one beside the error's name. */
  readonly serviceCode: string | null;
  /** Node's code of a network error (`ECONNRESET`). */
  readonly systemCode: string | null;
  /** The HTTP status, where something answered. */
  readonly status: number | null;
  /** Whether the service itself said that it failed. */
  readonly isServiceError: boolean;
}

/** Turns whatever an SDK call threw into data. Never throws. `operation` is `service:Operation`. */
export function failureOf(operation: string, error: unknown): Failure {
  const thrown = read(error);
  const code = thrown.serviceCode ?? thrown.systemCode ?? thrown.name;
  return {
    kind: thrown.isServiceError ? serviceKind(code, thrown.status) : otherKind(thrown),
    operation,
    code: code.slice(0, MAX_CODE_LENGTH),
    message: thrown.message.slice(0, MAX_MESSAGE_LENGTH),
  };
}

/** The failure of an answer that arrived but is not what the API promises. */
export function malformed(operation: string, message: string): Failure {
  return { kind: 'malformed', operation, code: 'MalformedAnswer', message: message.slice(0, MAX_MESSAGE_LENGTH) };
}

/** Whether IAM itself said that the user, group or key does not exist. */
export function saysNoSuchEntity(failure: Failure): boolean {
  return failure.code === 'NoSuchEntity' || failure.code === 'NoSuchEntityException';
}

function serviceKind(code: string, status: number | null): FailureKind {
  const bare = code.replace(/(Exception|Error|Fault)$/, '');
  const match = KIND_BY_CODE.find(([pattern]) => pattern.test(bare));
  return match?.[1] ?? (status === null ? undefined : KIND_BY_STATUS[status]) ?? 'service-error';
}

function otherKind({ name, systemCode, status }: Thrown): FailureKind {
  if (name === 'CredentialsProviderError') return 'access-denied';
  // The SDK's HTTP handler names a connection reset "TimeoutError", so Node's code is asked first.
  if (systemCode === 'ETIMEDOUT') return 'timeout';
  if (systemCode !== null && !NOT_OF_THE_NETWORK.test(systemCode)) return 'network';
  if (name === 'TimeoutError' || name === 'AbortError') return 'timeout';
  // An answer came, the SDK could not read it, and it is no error of the service: a truncated or foreign body.
  if (status === null || status < 400) return 'malformed';
  return KIND_BY_STATUS[status] ?? 'service-error';
}

function read(error: unknown): Thrown {
  if (typeof error !== 'object' || error === null) {
    return {
      name: 'NotAnError',
      message: String(error),
      serviceCode: null,
      systemCode: null,
      status: null,
      isServiceError: false,
    };
  }
  const metadata: unknown = Reflect.get(error, '$metadata');
  const status: unknown =
    typeof metadata === 'object' && metadata !== null ? Reflect.get(metadata, 'httpStatusCode') : null;
  return {
    name: text(error, 'name') ?? 'Error',
    message: text(error, 'message') ?? '',
    serviceCode: text(error, 'Code'),
    systemCode: text(error, 'code'),
    status: typeof status === 'number' ? status : null,
    isServiceError: text(error, '$fault') !== null,
  };
}

function text(error: object, property: string): string | null {
  const value: unknown = Reflect.get(error, property);
  return typeof value === 'string' && value !== '' ? value : null;
}

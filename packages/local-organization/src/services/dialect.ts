import { ServiceError } from '../wire/service-error.ts';
import type { ServiceModel } from '../wire/service-model.ts';

/** The refusals every service knows, each in the service's own words. */
export interface Dialect {
  readonly accessDenied: ErrorWord;
  readonly throttling: ErrorWord;
  readonly internalFailure: ErrorWord;
  readonly unknownKey: ErrorWord;
  readonly expiredToken: ErrorWord;
  readonly unsigned: ErrorWord;
}

type ErrorWord = readonly [code: string, status: number];

// https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
const QUERY: Dialect = {
  accessDenied: ['AccessDenied', 403],
  throttling: ['Throttling', 400],
  internalFailure: ['InternalFailure', 500],
  unknownKey: ['InvalidClientTokenId', 403],
  expiredToken: ['ExpiredToken', 403],
  unsigned: ['MissingAuthenticationToken', 403],
};

// https://docs.aws.amazon.com/organizations/latest/APIReference/CommonErrors.html
const JSON_RPC: Dialect = {
  accessDenied: ['AccessDeniedException', 400],
  throttling: ['ThrottlingException', 400],
  internalFailure: ['InternalFailure', 500],
  unknownKey: ['UnrecognizedClientException', 400],
  expiredToken: ['ExpiredTokenException', 400],
  unsigned: ['MissingAuthenticationTokenException', 400],
};

// https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
const LAMBDA: Dialect = {
  accessDenied: ['AccessDeniedException', 403],
  throttling: ['TooManyRequestsException', 429],
  internalFailure: ['ServiceException', 500],
  unknownKey: ['UnrecognizedClientException', 403],
  expiredToken: ['ExpiredTokenException', 403],
  unsigned: ['MissingAuthenticationTokenException', 403],
};

// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
const S3: Dialect = {
  accessDenied: ['AccessDenied', 403],
  throttling: ['SlowDown', 503],
  internalFailure: ['InternalError', 500],
  unknownKey: ['InvalidAccessKeyId', 403],
  expiredToken: ['ExpiredToken', 400],
  unsigned: ['AccessDenied', 403],
};

// https://docs.aws.amazon.com/scheduler/latest/APIReference/CommonErrors.html
const SCHEDULER: Dialect = {
  ...LAMBDA,
  throttling: ['ThrottlingException', 429],
  internalFailure: ['InternalServerException', 500],
};

// https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
const SNS: Dialect = {
  ...QUERY,
  accessDenied: ['AuthorizationError', 403],
  throttling: ['Throttled', 429],
  internalFailure: ['InternalError', 500],
};

/** Services that have words of their own. */
const BY_SERVICE: Readonly<Record<string, Dialect>> = { scheduler: SCHEDULER, sns: SNS };

const DIALECTS: Readonly<Record<ServiceModel['protocol'], Dialect>> = {
  awsQuery: QUERY,
  awsJson1_0: JSON_RPC,
  awsJson1_1: JSON_RPC,
  restJson: LAMBDA,
  restXml: S3,
};

/** A refusal that every service knows, in the words of this one. */
export function refusal(model: ServiceModel, kind: keyof Dialect, message: string): ServiceError {
  // Organizations alone among the awsJson services throttles with a shape of its own.
  // https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html
  if (kind === 'throttling' && model.name === 'organizations') {
    return new ServiceError('TooManyRequestsException', message);
  }
  const dialect = BY_SERVICE[model.name] ?? DIALECTS[model.protocol];
  const [code, status] = dialect[kind];
  return new ServiceError(code, message, { status });
}

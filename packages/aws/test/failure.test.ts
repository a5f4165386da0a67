import { describe, expect, it } from 'vitest';
import { failureOf } from '../src/iam/failure.ts';

const answered = (name: string, httpStatusCode = 400) => ({
  name,
  message: 'm',
  $fault: 'client',
  $metadata: { httpStatusCode },
});

describe('the kind of a failure', () => {
  it.each([
    ['AccessDenied', 'access-denied'],
    ['AccessDeniedException', 'access-denied'],
    ['UnauthorizedAccess', 'access-denied'],
    ['ExpiredToken', 'access-denied'],
    ['ExpiredTokenException', 'access-denied'],
    ['InvalidClientTokenId', 'access-denied'],
    ['UnrecognizedClientException', 'access-denied'],
    ['Throttling', 'throttled'],
    ['ThrottlingException', 'throttled'],
    ['TooManyRequestsException', 'throttled'],
    ['RequestLimitExceeded', 'throttled'],
    ['SlowDown', 'throttled'],
    ['NoSuchEntity', 'not-found'],
    ['NoSuchEntityException', 'not-found'],
    ['NoSuchKey', 'not-found'],
    ['NotFound', 'not-found'],
    ['ParameterNotFound', 'not-found'],
    ['ResourceNotFoundException', 'not-found'],
    ['EntityAlreadyExistsException', 'conflict'],
    ['ConditionalRequestConflict', 'conflict'],
    ['ResourceConflictException', 'conflict'],
    ['PreconditionFailed', 'conflict'],
    ['RequestTooLargeException', 'too-large'],
    ['RequestTimeout', 'timeout'],
    ['ValidationError', 'service-error'],
  ])('%s is %s', (name, kind) => {
    expect(failureOf('iam:ListAccessKeys', answered(name))).toMatchObject({
      kind,
      code: name,
      operation: 'iam:ListAccessKeys',
    });
  });

  it.each([
    [403, 'access-denied'],
    [404, 'service-error'],
    [409, 'conflict'],
    [413, 'too-large'],
    [429, 'throttled'],
    [500, 'service-error'],
    [503, 'service-error'],
    [504, 'timeout'],
  ])('of a nameless answer with status %i is %s', (status, kind) => {
    expect(failureOf('s3:GetObject', answered('Unknown', status)).kind).toBe(kind);
  });

  it.each([
    [{ name: 'TimeoutError', code: 'ECONNRESET' }, 'network'],
    [{ name: 'Error', code: 'ENOTFOUND' }, 'network'],
    [{ name: 'TimeoutError', code: 'ETIMEDOUT' }, 'timeout'],
    [{ name: 'TimeoutError' }, 'timeout'],
    [{ name: 'AbortError' }, 'timeout'],
    [{ name: 'CredentialsProviderError' }, 'access-denied'],
    [new SyntaxError('no JSON'), 'malformed'],
    [{ name: 'TypeError', $metadata: { httpStatusCode: 200 } }, 'malformed'],
    [{ name: 'Error', $metadata: { httpStatusCode: 503 } }, 'service-error'],
  ])('of %o is %s', (error, kind) => {
    expect(failureOf('iam:GetGroup', error).kind).toBe(kind);
  });

  it.each([undefined, null, 'text', 42, {}, [], Symbol('s'), () => 'f'])('is given for %s too', (thrown) => {
    expect(failureOf('iam:GetGroup', thrown)).toMatchObject({ kind: 'malformed', operation: 'iam:GetGroup' });
  });

  it('bounds what it repeats', () => {
    const failure = failureOf('iam:GetGroup', { name: 'N'.repeat(9999), message: 'm'.repeat(9999) });
    expect([failure.code.length, failure.message.length]).toEqual([100, 500]);
  });
});

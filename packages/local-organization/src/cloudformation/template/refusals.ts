import { ServiceError } from '../../wire/service-error.ts';

/** What CloudFormation says of a template or a request that is wrong. */
export function validationError(message: string): ServiceError {
  return new ServiceError('ValidationError', message, { status: 400 });
}

/** What is right for AWS and not known here: refused aloud, never skipped. */
export function notModelled(what: string): ServiceError {
  return new ServiceError('NotImplemented', `The local organization does not model ${what}.`, { status: 501 });
}

/** What an error may carry beside its message. */
export interface ServiceErrorDetails {
  /** The HTTP status, where no error shape of the service names one. */
  readonly status?: number;
  /** Further members of the error's shape, for example `Reason`. */
  readonly members?: Readonly<Record<string, string>>;
}

/**
 * A refusal as AWS would give it. `exception` is the name of an error shape of the service (`NoSuchEntityException`), or
 * one of the codes common to all services (`ValidationError`), which have no shape.
 */
export class ServiceError extends Error {
  readonly exception: string;
  readonly details: ServiceErrorDetails;

  constructor(exception: string, message: string, details: ServiceErrorDetails = {}) {
    super(message);
    this.name = 'ServiceError';
    this.exception = exception;
    this.details = details;
  }
}

/** Why a resource could not be made, changed or deleted: the reason in the event of the stack. */
export class ResourceFailure extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'ResourceFailure';
  }
}

/** Something of that name is there already, and does not belong to the stack. */
export function alreadyExists(type: string, identifier: string): ResourceFailure {
  return new ResourceFailure(
    `Resource handler returned message: "Resource of type '${type}' with identifier '${identifier}' already exists." (HandlerErrorCode: AlreadyExists)`,
  );
}

/** A property, or a value of one, that is right for AWS and not known here. */
export function propertyNotModelled(type: string, property: string): ResourceFailure {
  return new ResourceFailure(`The local organization does not model ${property} of ${type}.`);
}

import type { Resource } from '../../authorization.ts';
import type { IamGroup, IamUser } from '../../state/iam-entities.ts';
import { ServiceError } from '../../wire/service-error.ts';
import type { Call } from '../operation.ts';
import { validationError } from './pages.ts';

const NAME = /^[\w+=,.@-]+$/;

/** The user of a request that must name one. */
export function namedUser(call: Call, userName: string | undefined): IamUser {
  checkName('userName', userName, 128);
  const user = call.account.user(userName);
  if (user !== undefined) return user;
  throw new ServiceError('NoSuchEntityException', `The user with name ${userName} cannot be found.`);
}

/**
 * The user of a request that may leave the name out: then it is the caller.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccessKey.html
 */
export function namedUserOrCaller(call: Call, userName: string | undefined): IamUser {
  if (userName !== undefined) return namedUser(call, userName);
  if (call.caller.kind === 'user') return call.caller.user;
  throw new ServiceError('ValidationError', 'Must specify userName when calling with non-User credentials', {
    status: 400,
  });
}

/** The group of a request. */
export function namedGroup(call: Call, groupName: string | undefined): IamGroup {
  checkName('groupName', groupName, 128);
  const group = call.account.group(groupName);
  if (group !== undefined) return group;
  throw new ServiceError('NoSuchEntityException', `The group with name ${groupName} cannot be found.`);
}

/** The user an action is done to, as policies see it; it need not exist. */
export function userResource(call: Call, userName: string | undefined): Resource {
  const caller = call.caller.kind === 'user' ? call.caller.user : undefined;
  const user = userName === undefined ? caller : call.account.user(userName);
  return { arn: user?.arn ?? `arn:aws:iam::${call.account.id}:user/${userName ?? ''}`, user };
}

/** The group an action is done to, as policies see it; it need not exist. */
export function groupResource(call: Call, groupName: string | undefined): Resource {
  const group = groupName === undefined ? undefined : call.account.group(groupName);
  return { arn: group?.arn ?? `arn:aws:iam::${call.account.id}:group/${groupName ?? ''}` };
}

function checkName(member: string, name: string | undefined, longest: number): asserts name is string {
  if (name === undefined || name === '') {
    throw validationError(`Value null at '${member}' failed to satisfy constraint: Member must not be null`);
  }
  if (name.length > longest || !NAME.test(name)) {
    throw validationError(
      `Value '${name}' at '${member}' failed to satisfy constraint: ${NAME.source}, at most ${longest}`,
    );
  }
}

import { denialMessage } from '../../authorization.ts';
import type { Resource } from '../../authorization.ts';
import { checkCaller } from '../../cloudformation/stack-sets/caller.ts';
import type { StackSet } from '../../state/stack-set.ts';
import { ServiceError } from '../../wire/service-error.ts';
import type { Call } from '../operation.ts';

/** The members that address a StackSet, by name or id, and as whom. */
export interface StackSetTarget {
  readonly StackSetName?: string | undefined;
  readonly CallAs?: string | undefined;
}

/** A StackSet as policies see it: all are kept in the management account, the decision is the caller's own policies'. */
export function stackSetResource({ state }: Call, { StackSetName: name = '' }: StackSetTarget): Resource {
  const { region, managementAccountId } = state.settings;
  const found = find([...state.stackSets.values()], name);
  const arn = `arn:aws:cloudformation:${region}:${managementAccountId}:stackset/${name}:*`;
  return { arn: found?.arn ?? arn };
}

/** The StackSet of a request. */
export function addressedStackSet(call: Call, { StackSetName: name = '', CallAs }: StackSetTarget): StackSet {
  const found = find(reachableStackSets(call, CallAs), name);
  if (found !== undefined) return found;
  throw new ServiceError('StackSetNotFoundException', `StackSet ${name} not found`);
}

/**
 * The StackSets a caller sees: as itself those of its own account, which only the management account has here; as
 * DELEGATED_ADMIN those of the management account, if it is registered, and may see that it is.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-delegated-admin.html
 */
export function reachableStackSets(call: Call, callAs = 'SELF'): readonly StackSet[] {
  const { state, account } = call;
  if (callAs === 'SELF' && account.id !== state.settings.managementAccountId) return [];
  checkCaller(state, account, callAs);
  if (callAs === 'DELEGATED_ADMIN') checkSeesDelegation(call);
  return [...state.stackSets.values()];
}

function checkSeesDelegation(call: Call): void {
  const intent = { action: 'organizations:ListDelegatedAdministrators', resource: { arn: '*' } };
  const authorization = call.authorize(intent.action, intent.resource);
  if (authorization.verdict === 'allowed') return;
  throw new ServiceError('AccessDenied', denialMessage(call.caller, intent, authorization), { status: 403 });
}

function find(stackSets: readonly StackSet[], nameOrId: string): StackSet | undefined {
  return stackSets.find(({ name, id }) => name === nameOrId || id === nameOrId);
}

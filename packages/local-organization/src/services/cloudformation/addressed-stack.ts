import type { Resource } from '../../authorization.ts';
import type { StackEnvironment } from '../../cloudformation/resource-type.ts';
import { RESOURCE_TYPES } from '../../cloudformation/resource-types.ts';
import { findStack } from '../../cloudformation/stacks/find-stack.ts';
import { notModelled, validationError } from '../../cloudformation/template/refusals.ts';
import { isTrusting } from '../../service-role.ts';
import type { Stack } from '../../state/stack.ts';
import type { Call } from '../operation.ts';

/** The member that addresses a stack, by name or id. */
export interface StackTarget {
  readonly StackName?: string | undefined;
}

/** The environment of operations on stacks, for one call. */
export function environmentOf({ state, functions, faults }: Call): StackEnvironment {
  return { state, functions, faults, resourceTypes: RESOURCE_TYPES };
}

/** The stack of a request. AWS says in two ways that there is none. */
export function addressedStack(
  call: Call,
  { StackName: name = '' }: StackTarget,
  saying: 'with id' | 'in brackets' = 'with id',
): Stack {
  const found = findStack(call.account, name);
  if (found !== undefined) return found;
  throw validationError(`Stack ${saying === 'with id' ? `with id ${name}` : `[${name}]`} does not exist`);
}

/** A stack as policies see it; before there is one, its id is not known. */
export function stackResource(call: Call, { StackName: name }: StackTarget): Resource {
  if (name === undefined) return { arn: '*' };
  const id = findStack(call.account, name)?.id;
  if (id !== undefined) return { arn: id };
  const { region } = call.state.settings;
  return {
    arn: name.startsWith('arn:') ? name : `arn:aws:cloudformation:${region}:${call.account.id}:stack/${name}/*`,
  };
}

/**
 * Refuses a service role that is not there or does not trust CloudFormation. What it may do is not asked: what a stack makes
 * is not authorized here. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html
 */
export function checkServiceRole(call: Call, input: StackTarget & { readonly RoleARN?: string | undefined }): void {
  const { RoleARN: roleArn } = input;
  if (roleArn === undefined) return;
  const { state, account } = call;
  const given = {
    service: 'cloudformation.amazonaws.com',
    roleArn,
    account,
    sourceArn: stackResource(call, input).arn,
  };
  if (!isTrusting(state, given)) throw validationError(`Role ${roleArn} is invalid or cannot be assumed`);
}

/** What a request asks for that would matter and is not offered here is refused aloud. */
export function refuseMembers(input: object, members: readonly string[]): void {
  const isAsked = (value: unknown): boolean =>
    Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false;
  const asked = Object.entries(input).find(([name, value]) => members.includes(name) && isAsked(value));
  if (asked !== undefined) throw notModelled(`${asked[0]} of a stack operation`);
}

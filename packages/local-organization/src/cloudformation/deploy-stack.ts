import { LocalOrganizationError } from '../error.ts';
import type { Account } from '../state/account.ts';
import type { Stack, StackDefinition } from '../state/stack.ts';
import { ServiceError } from '../wire/service-error.ts';
import type { StackEnvironment } from './resource-type.ts';
import { createStack, openStack } from './stacks/create-stack.ts';
import { deleteStack } from './stacks/delete-stack.ts';
import { changesOf } from './stacks/effective-definition.ts';
import { findStack } from './stacks/find-stack.ts';
import { defineStack } from './stacks/read-definition.ts';
import { whyNotUpdatable } from './stacks/updatable.ts';
import { updateStack } from './stacks/update-stack.ts';
import { readTemplate } from './template/read-template.ts';
import { validationError } from './template/refusals.ts';

/** A stack to bring into place. */
export interface StackDeployment {
  readonly accountId: string;
  readonly stackName: string;
  /** JSON; up to a megabyte, as from a bucket. */
  readonly template: string;
  /** On an update, a parameter that is left out keeps its value. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/**
 * Creates a stack, or updates it if there is something to update, as an administrator and with every capability. What is
 * left of a creation that failed is deleted first, as deployment tools do.
 * @throws LocalOrganizationError `stack-refused` where CloudFormation would refuse the request
 */
export async function deployStack(
  environment: StackEnvironment,
  account: Account,
  deployment: StackDeployment,
): Promise<Stack> {
  try {
    return await createOrUpdate(environment, account, deployment);
  } catch (error) {
    if (error instanceof ServiceError) throw new LocalOrganizationError('stack-refused', error.message);
    throw error;
  }
}

async function createOrUpdate(
  environment: StackEnvironment,
  account: Account,
  deployment: StackDeployment,
): Promise<Stack> {
  const existing = await withoutLeftOver(environment, findStack(account, deployment.stackName));
  const definition = definitionOf(deployment, existing?.definition ?? null);
  if (existing === undefined) {
    const made = openStack(environment, account, deployment.stackName);
    await createStack(environment, made, { definition });
    return made;
  }
  if (changesOf(environment, existing, definition) === null) return existing;
  const refusal = whyNotUpdatable(existing);
  if (refusal !== undefined) throw validationError(refusal);
  await updateStack(environment, existing, definition);
  return existing;
}

async function withoutLeftOver(environment: StackEnvironment, found: Stack | undefined): Promise<Stack | undefined> {
  if (found === undefined || !/^(REVIEW|ROLLBACK|CREATE_FAILED)/.test(found.status)) return found;
  await deleteStack(environment, found);
  return found.status === 'DELETE_COMPLETE' ? undefined : found;
}

function definitionOf({ template, parameters = {} }: StackDeployment, previous: StackDefinition | null) {
  const names = readTemplate(template).parameters.keys();
  const kept = [...names].filter((name) => !Object.hasOwn(parameters, name) && previous?.parameters.has(name) === true);
  const request = {
    Capabilities: ['CAPABILITY_NAMED_IAM'],
    Parameters: [
      ...Object.entries(parameters).map(([name, value]) => ({ ParameterKey: name, ParameterValue: value })),
      ...kept.map((name) => ({ ParameterKey: name, UsePreviousValue: true })),
    ],
  };
  return defineStack(template, request, previous);
}

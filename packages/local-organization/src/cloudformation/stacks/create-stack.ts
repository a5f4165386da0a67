import type { Account } from '../../state/account.ts';
import type { Stack, StackDefinition, StackResource } from '../../state/stack.ts';
import { activeResources } from './active-resources.ts';
import { deleteResources } from './delete-resources.ts';
import { Provision } from './provision.ts';
import type { StackEnvironment } from '../resource-type.ts';
import { setStackStatus, USER_INITIATED } from './stack-events.ts';

/** What becomes of a stack that cannot be created. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html */
export type OnFailure = 'ROLLBACK' | 'DELETE' | 'DO_NOTHING';

/** A stack without anything in it, waiting to be created. */
export function openStack({ state }: StackEnvironment, account: Account, name: string): Stack {
  const { region } = state.settings;
  const uuid = state.identifiers.uuid('stack', account.id, name, String(account.stacks.size));
  const stack: Stack = {
    id: `arn:aws:cloudformation:${region}:${account.id}:stack/${name}/${uuid}`,
    name,
    accountId: account.id,
    createdAt: state.clock(),
    updatedAt: undefined,
    deletedAt: undefined,
    status: 'REVIEW_IN_PROGRESS',
    statusReason: undefined,
    definition: null,
    resources: new Map(),
    outputs: [],
    events: [],
    changeSets: new Map(),
  };
  account.stacks.set(stack.id, stack);
  return stack;
}

/** Creates what a stack is to hold; one failure undoes it all, unless `onFailure` says otherwise. */
export async function createStack(
  environment: StackEnvironment,
  stack: Stack,
  { definition, onFailure = 'ROLLBACK' }: { readonly definition: StackDefinition; readonly onFailure?: OnFailure },
): Promise<void> {
  const { state } = environment;
  stack.definition = definition;
  setStackStatus(state, stack, { status: 'CREATE_IN_PROGRESS', reason: USER_INITIATED });
  const work = new Provision(environment, stack, definition);
  for (const resource of activeResources(definition.template, work.scope)) {
    if (await work.create(resource)) continue;
    const what = `resource(s) failed to create: [${resource.logicalId}]`;
    return failCreation(environment, work, { what, onFailure });
  }
  const outputs = work.outputsOf(definition.template);
  if (typeof outputs === 'string') return failCreation(environment, work, { what: outputs, onFailure });
  stack.outputs = outputs;
  setStackStatus(state, stack, { status: 'CREATE_COMPLETE' });
}

async function failCreation(
  { state }: StackEnvironment,
  work: Provision,
  { what, onFailure }: { readonly what: string; readonly onFailure: OnFailure },
): Promise<void> {
  const { stack } = work;
  const reason = `The following ${what}. `;
  if (onFailure === 'DO_NOTHING') return setStackStatus(state, stack, { status: 'CREATE_FAILED', reason });
  const isDeletion = onFailure === 'DELETE';
  setStackStatus(state, stack, {
    status: isDeletion ? 'DELETE_IN_PROGRESS' : 'ROLLBACK_IN_PROGRESS',
    reason: `${reason}${isDeletion ? 'Delete' : 'Rollback'} requested by user.`,
  });
  const left = await deleteResources(work, stack.resources.values(), isKeptWhenCreationFails);
  if (left.length > 0) {
    const why = `The following resource(s) failed to delete: [${left.join(', ')}]. `;
    return setStackStatus(state, stack, { status: isDeletion ? 'DELETE_FAILED' : 'ROLLBACK_FAILED', reason: why });
  }
  if (isDeletion) stack.deletedAt = state.clock();
  setStackStatus(state, stack, { status: isDeletion ? 'DELETE_COMPLETE' : 'ROLLBACK_COMPLETE' });
}

/**
 * RetainExceptOnCreate differs from Retain here alone.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html
 */
export function isKeptWhenCreationFails(resource: StackResource): boolean {
  return resource.deletionPolicy === 'Retain';
}

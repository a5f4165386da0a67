import type {
  CreateStackInput,
  CreateStackOutput,
  DeleteStackInput,
  UpdateStackInput,
  UpdateStackOutput,
} from '@aws-sdk/client-cloudformation';
import { createStack, openStack } from '../../cloudformation/stacks/create-stack.ts';
import type { OnFailure } from '../../cloudformation/stacks/create-stack.ts';
import { deleteStack } from '../../cloudformation/stacks/delete-stack.ts';
import { changesOf } from '../../cloudformation/stacks/effective-definition.ts';
import { findStack } from '../../cloudformation/stacks/find-stack.ts';
import { readDefinition } from '../../cloudformation/stacks/read-definition.ts';
import { whyNotUpdatable } from '../../cloudformation/stacks/updatable.ts';
import { updateStack } from '../../cloudformation/stacks/update-stack.ts';
import { validationError } from '../../cloudformation/template/refusals.ts';
import { ServiceError } from '../../wire/service-error.ts';
import { operation } from '../operation.ts';
import type { Call } from '../operation.ts';
import { addressedStack, checkServiceRole, environmentOf, refuseMembers, stackResource } from './addressed-stack.ts';
import { templateUrlReader } from './template-url-reader.ts';

const onStack = { resource: stackResource };

/** The operations that change stacks. Each is done when it answers; whether it went well is in the stack's status. */
export const STACK_OPERATIONS = [
  operation<CreateStackInput, CreateStackOutput>('cloudformation:CreateStack', create, onStack),
  operation<UpdateStackInput, UpdateStackOutput>('cloudformation:UpdateStack', update, onStack),
  operation<DeleteStackInput>('cloudformation:DeleteStack', remove, onStack),
];

const UNSUPPORTED = [
  'DeploymentConfig',
  'EnableTerminationProtection',
  'NotificationARNs',
  'ResourceTypes',
  'RetainExceptOnCreate',
  'RollbackConfiguration',
  'StackPolicyBody',
  'StackPolicyDuringUpdateBody',
  'StackPolicyDuringUpdateURL',
  'StackPolicyURL',
  'TimeoutInMinutes',
];

/** Refuses a name that AWS refuses. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html */
export function checkStackName(name = ''): string {
  if (/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/.test(name)) return name;
  throw validationError(
    `1 validation error detected: Value '${name}' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*`,
  );
}

async function create(call: Call, input: CreateStackInput): Promise<CreateStackOutput> {
  refuseMembers(input, UNSUPPORTED);
  checkServiceRole(call, input);
  const name = checkStackName(input.StackName);
  const existing = findStack(call.account, name);
  if (existing !== undefined) throw new ServiceError('AlreadyExistsException', `Stack [${name}] already exists`);
  const definition = readDefinition(input, { previous: null, readTemplateUrl: templateUrlReader(call) });
  const stack = openStack(environmentOf(call), call.account, name);
  await createStack(environmentOf(call), stack, { definition, onFailure: onFailureOf(input) });
  return { StackId: stack.id };
}

function onFailureOf({ OnFailure: onFailure, DisableRollback: disable }: CreateStackInput): OnFailure {
  if (onFailure !== undefined && disable !== undefined) {
    throw validationError('You can only specify one of OnFailure and DisableRollback');
  }
  return onFailure ?? (disable === true ? 'DO_NOTHING' : 'ROLLBACK');
}

async function update(call: Call, input: UpdateStackInput): Promise<UpdateStackOutput> {
  refuseMembers(input, [...UNSUPPORTED, 'DisableRollback']);
  checkServiceRole(call, input);
  const stack = addressedStack(call, input, 'in brackets');
  const refusal = whyNotUpdatable(stack);
  if (refusal !== undefined) throw validationError(refusal);
  const definition = readDefinition(input, { previous: stack.definition, readTemplateUrl: templateUrlReader(call) });
  if (changesOf(environmentOf(call), stack, definition) === null) {
    throw validationError('No updates are to be performed.');
  }
  await updateStack(environmentOf(call), stack, definition);
  return { StackId: stack.id };
}

// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeleteStack.html: deleting what is not there succeeds
async function remove(call: Call, input: DeleteStackInput): Promise<object> {
  refuseMembers(input, ['DeletionMode']);
  checkServiceRole(call, input);
  const stack = findStack(call.account, input.StackName ?? '');
  if (stack === undefined || stack.status === 'DELETE_COMPLETE') return {};
  const retained = input.RetainResources ?? [];
  if (retained.length > 0 && stack.status !== 'DELETE_FAILED') {
    throw validationError(
      `Invalid operation on stack [${stack.id}]. RetainResources can only be specified for a stack in DELETE_FAILED state`,
    );
  }
  await deleteStack(environmentOf(call), stack, retained);
  return {};
}

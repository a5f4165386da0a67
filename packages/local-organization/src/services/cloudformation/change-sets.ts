import type {
  Change,
  ChangeSetStatus,
  CreateChangeSetInput,
  CreateChangeSetOutput,
  DeleteChangeSetInput,
  DescribeChangeSetInput,
  DescribeChangeSetOutput,
  ExecuteChangeSetInput,
} from '@aws-sdk/client-cloudformation';
import { createStack, openStack } from '../../cloudformation/stacks/create-stack.ts';
import { changesOf } from '../../cloudformation/stacks/effective-definition.ts';
import { findStack } from '../../cloudformation/stacks/find-stack.ts';
import { checkImports, importChanges, importStack } from '../../cloudformation/stacks/import-resources.ts';
import { readDefinition } from '../../cloudformation/stacks/read-definition.ts';
import { whyNotUpdatable } from '../../cloudformation/stacks/updatable.ts';
import { updateStack } from '../../cloudformation/stacks/update-stack.ts';
import { validationError } from '../../cloudformation/template/refusals.ts';
import type { ChangeSet, ResourceChange, Stack } from '../../state/stack.ts';
import { ServiceError } from '../../wire/service-error.ts';
import { operation } from '../operation.ts';
import type { Call } from '../operation.ts';
import { addressedStack, checkServiceRole, environmentOf, refuseMembers, stackResource } from './addressed-stack.ts';
import { checkStackName } from './stack-operations.ts';
import { templateUrlReader } from './template-url-reader.ts';
import { wireCapabilities, wireParameters, wireTags } from './wire-stack.ts';

const onStack = { resource: stackResource };

/** Change sets, as `aws cloudformation deploy` and `cdk deploy` work with them. */
export const CHANGE_SET_OPERATIONS = [
  operation<CreateChangeSetInput, CreateChangeSetOutput>('cloudformation:CreateChangeSet', create, onStack),
  operation<DescribeChangeSetInput, DescribeChangeSetOutput>('cloudformation:DescribeChangeSet', describe, onStack),
  operation<ExecuteChangeSetInput>('cloudformation:ExecuteChangeSet', execute, onStack),
  operation<DeleteChangeSetInput>('cloudformation:DeleteChangeSet', remove, onStack),
];

// Not IncludeNestedStacks: there are none to include.
const UNSUPPORTED = [
  'DeploymentMode',
  'ImportExistingResources',
  'NotificationARNs',
  'OnStackFailure',
  'ResourceTypes',
  'RollbackConfiguration',
];

const NO_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html
function create(call: Call, input: CreateChangeSetInput): CreateChangeSetOutput {
  refuseMembers(input, UNSUPPORTED);
  checkServiceRole(call, input);
  const { ChangeSetName: name = '', ChangeSetType: type = 'UPDATE' } = input;
  const existing = changeableStack(call, input, type);
  const previous = existing?.definition ?? null;
  const definition = readDefinition(input, { previous, readTemplateUrl: templateUrlReader(call) });
  const stack = existing ?? openStack(environmentOf(call), call.account, checkStackName(input.StackName));
  // One that was executed is in nobody's way.
  if (stack.changeSets.get(name)?.executed === false) {
    throw new ServiceError('AlreadyExistsException', `ChangeSet [${name}] already exists`);
  }
  const { region } = call.state.settings;
  const given = input.ResourcesToImport ?? [];
  const imports = type === 'IMPORT' ? checkImports(environmentOf(call), stack, { definition, given }) : [];
  const changes = type === 'IMPORT' ? importChanges(imports) : changesOf(environmentOf(call), stack, definition);
  const uuid = call.state.identifiers.uuid('change-set', stack.id, name, String(stack.events.length));
  const changeSet: ChangeSet = {
    id: `arn:aws:cloudformation:${region}:${call.account.id}:changeSet/${name}/${uuid}`,
    name,
    kind: type,
    createdAt: call.now,
    description: input.Description,
    definition,
    changes: changes ?? [],
    imports,
    failure: changes === null ? NO_CHANGES : undefined,
    executed: false,
  };
  stack.changeSets.set(name, changeSet);
  return { Id: changeSet.id, StackId: stack.id };
}

/** The stack to change; undefined for one that is yet to be opened. */
function changeableStack(call: Call, input: CreateChangeSetInput, type: ChangeSet['kind']): Stack | undefined {
  const { StackName: name = '' } = input;
  const found = findStack(call.account, name);
  if (type !== 'UPDATE') {
    // Importing into a stack that is there already is not modelled: this is what AWS says of CREATE.
    if (found === undefined || found.status === 'REVIEW_IN_PROGRESS') return found;
    throw validationError(`Stack [${name}] already exists and cannot be created again with the changeSet.`);
  }
  const stack = addressedStack(call, input, 'in brackets');
  const refusal = whyNotUpdatable(stack);
  if (refusal !== undefined) throw validationError(refusal);
  return stack;
}

// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeChangeSet.html
function describe(call: Call, input: DescribeChangeSetInput): DescribeChangeSetOutput {
  const { stack, changeSet } = addressedChangeSet(call, input);
  const { definition, failure, executed } = changeSet;
  const status: ChangeSetStatus = failure === undefined ? 'CREATE_COMPLETE' : 'FAILED';
  return {
    ChangeSetName: changeSet.name,
    ChangeSetId: changeSet.id,
    StackId: stack.id,
    StackName: stack.name,
    Description: changeSet.description,
    CreationTime: changeSet.createdAt,
    Status: status,
    StatusReason: failure,
    ExecutionStatus: failure === undefined ? (executed ? 'EXECUTE_COMPLETE' : 'AVAILABLE') : 'UNAVAILABLE',
    Parameters: wireParameters(definition),
    Capabilities: wireCapabilities(definition),
    Tags: wireTags(definition),
    Changes: changeSet.changes.map(wireChange),
  };
}

function wireChange({ action, logicalId, physicalId, type, replacement }: ResourceChange): Change {
  return {
    Type: 'Resource',
    ResourceChange: {
      Action: action,
      LogicalResourceId: logicalId,
      PhysicalResourceId: physicalId,
      ResourceType: type,
      ...(action === 'Modify' ? { Replacement: replacement ? 'True' : 'False', Scope: ['Properties'] } : {}),
    },
  };
}

// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ExecuteChangeSet.html
async function execute(call: Call, input: ExecuteChangeSetInput): Promise<object> {
  const { stack, changeSet } = addressedChangeSet(call, input);
  if (changeSet.failure !== undefined || changeSet.executed) {
    const status = changeSet.executed ? 'EXECUTE_COMPLETE' : 'FAILED';
    throw new ServiceError(
      'InvalidChangeSetStatusException',
      `ChangeSet [${changeSet.id}] cannot be executed in its current status of [${status}]`,
    );
  }
  const { definition, imports } = changeSet;
  // The others were made against what the stack is no longer.
  for (const name of stack.changeSets.keys()) if (name !== changeSet.name) stack.changeSets.delete(name);
  changeSet.executed = true;
  if (changeSet.kind === 'UPDATE') await updateStack(environmentOf(call), stack, definition);
  else if (changeSet.kind === 'IMPORT') importStack(environmentOf(call), stack, { definition, imports });
  else {
    const onFailure = input.DisableRollback === true ? 'DO_NOTHING' : 'ROLLBACK';
    await createStack(environmentOf(call), stack, { definition, onFailure });
  }
  return {};
}

// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeleteChangeSet.html knows no error for one that is not there
function remove(call: Call, input: DeleteChangeSetInput): object {
  const found = findChangeSet(call, input);
  found?.stack.changeSets.delete(found.changeSet.name);
  return {};
}

interface FoundChangeSet {
  readonly stack: Stack;
  readonly changeSet: ChangeSet;
}

type ChangeSetTarget = Pick<DescribeChangeSetInput, 'ChangeSetName' | 'StackName'>;

function addressedChangeSet(call: Call, target: ChangeSetTarget): FoundChangeSet {
  const found = findChangeSet(call, target);
  if (found !== undefined) return found;
  throw new ServiceError('ChangeSetNotFoundException', `ChangeSet [${target.ChangeSetName ?? ''}] does not exist`);
}

/** A change set by its name and stack, which must be there, or by its ARN alone. */
function findChangeSet(
  call: Call,
  { ChangeSetName: name = '', StackName: stackName }: ChangeSetTarget,
): FoundChangeSet | undefined {
  const stacks =
    stackName === undefined ? [...call.account.stacks.values()] : [addressedStack(call, { StackName: stackName })];
  for (const stack of stacks) {
    const changeSet = [...stack.changeSets.values()].find((each) => each.id === name || each.name === name);
    if (changeSet !== undefined && (stackName !== undefined || changeSet.id === name)) return { stack, changeSet };
  }
  return undefined;
}

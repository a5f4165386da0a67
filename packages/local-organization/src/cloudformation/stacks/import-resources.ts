import type { ResourceChange, ResourceImport, Stack, StackDefinition } from '../../state/stack.ts';
import type { CreatedResource, ResourceContext, ResourceType, StackEnvironment } from '../resource-type.ts';
import { notModelled, validationError } from '../template/refusals.ts';
import { Provision } from './provision.ts';
import { setStackStatus, USER_INITIATED } from './stack-events.ts';

/** A resource to import, as a request has it. */
export interface GivenImport {
  readonly LogicalResourceId?: string | undefined;
  readonly ResourceType?: string | undefined;
  readonly ResourceIdentifier?: Readonly<Record<string, string>> | undefined;
}

/**
 * Refuses what AWS refuses of a stack made of existing resources: every resource of the template is named, exists, is
 * identified as its type asks, is in no other stack, and has a deletion policy.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resource-import-new-stack.html
 */
export function checkImports(
  environment: StackEnvironment,
  stack: Stack,
  { definition, given }: { readonly definition: StackDefinition; readonly given: readonly GivenImport[] },
): readonly ResourceImport[] {
  const { resources, outputs } = definition.template;
  if (outputs.size > 0) throw validationError('As part of the import operation, you cannot modify or add [Outputs]');
  const unnamed = [...resources.keys()].filter((id) => !given.some((each) => each.LogicalResourceId === id));
  if (unnamed.length > 0 || given.length > resources.size)
    throw validationError(
      'When you create a new stack from existing resources, it may hold nothing but the resources to import.',
    );
  return given.map((each) => {
    const { LogicalResourceId: logicalId = '', ResourceIdentifier: identifier = {} } = each;
    const { type = '', deletionPolicy } = resources.get(logicalId) ?? {};
    if (deletionPolicy === 'Delete')
      throw validationError(`Resource [${logicalId}] has no DeletionPolicy that keeps it`);
    const wanted = { logicalId, type, identifier };
    const { physicalId } = existing(environment, stack, wanted);
    if (isHeld(environment, stack, { type, physicalId }))
      throw validationError(`Resource ${physicalId} is in another stack already`);
    return wanted;
  });
}

function existing(environment: StackEnvironment, stack: Stack, wanted: ResourceImport): CreatedResource {
  const { logicalId, type, identifier } = wanted;
  const found = typeOf(environment, type).find(contextOf(environment, stack, logicalId), identifier);
  if (found !== undefined) return found;
  throw validationError(`Resource of type '${type}' with identifier '${JSON.stringify(identifier)}' was not found.`);
}

type Importable = ResourceType & Required<Pick<ResourceType, 'find'>>;

function typeOf({ resourceTypes }: StackEnvironment, name: string): Importable {
  const type = resourceTypes.get(name);
  if (type?.find === undefined) throw notModelled(`the import of ${name}`);
  return type as Importable;
}

function isHeld(
  { state }: StackEnvironment,
  { accountId, id }: Stack,
  { type, physicalId }: { readonly type: string; readonly physicalId: string },
): boolean {
  const others = [...state.account(accountId).stacks.values()].filter((each) => each.id !== id);
  return others.some(({ resources }) =>
    [...resources.values()].some((held) => held.type === type && held.physicalId === physicalId),
  );
}

/** What a change set says of imports. */
export function importChanges(imports: readonly ResourceImport[]): readonly ResourceChange[] {
  return imports.map(({ logicalId, type, identifier }) => ({
    action: 'Import',
    logicalId,
    type,
    physicalId: Object.values(identifier)[0],
    replacement: false,
  }));
}

/** Makes a stack of existing resources; they themselves stay as they are, whatever the template says of them. */
export function importStack(
  environment: StackEnvironment,
  stack: Stack,
  { definition, imports }: { readonly definition: StackDefinition; readonly imports: readonly ResourceImport[] },
): void {
  const { state } = environment;
  stack.definition = definition;
  setStackStatus(state, stack, { status: 'IMPORT_IN_PROGRESS', reason: USER_INITIATED });
  const work = new Provision(environment, stack, definition);
  for (const resource of definition.template.resources.values()) {
    const wanted = imports.find(({ logicalId }) => logicalId === resource.logicalId);
    if (wanted !== undefined) work.take(resource, existing(environment, stack, wanted));
  }
  setStackStatus(state, stack, { status: 'IMPORT_COMPLETE' });
}

function contextOf(environment: StackEnvironment, stack: Stack, logicalId: string): ResourceContext {
  const { state } = environment;
  const account = state.account(stack.accountId);
  return { ...environment, account, stackName: stack.name, stackId: stack.id, logicalId, now: state.clock() };
}

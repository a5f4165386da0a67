import { SortedIndex } from '../../state/sorted-index.ts';
import type { StackSet } from '../../state/stack-set.ts';
import { generatedUuid } from '../generated-name.ts';
import type { Properties } from '../properties.ts';
import { alreadyExists, ResourceFailure } from '../resource-failure.ts';
import type { CreatedResource, ResourceContext, ResourceType } from '../resource-type.ts';
import { checkCaller } from '../stack-sets/caller.ts';
import { readStackSet } from '../stack-sets/read-stack-set.ts';
import type { WantedStackSet } from '../stack-sets/read-stack-set.ts';
import { deleteInstances, deployInstances } from '../stack-sets/stack-set-operation.ts';
import type { OperationResult } from '../stack-sets/stack-set-operation.ts';
import { accountsUnder } from '../stack-sets/stack-set-targets.ts';
import { updateStackSet } from '../stack-sets/update-stack-set.ts';

const TYPE = 'AWS::CloudFormation::StackSet';
const EVERY_FAILURE = { percentage: 100 };

/** A service-managed StackSet. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cloudformation-stackset.html */
export const STACK_SET: ResourceType = {
  type: TYPE,
  properties: {
    modelled: [
      'AutoDeployment',
      'CallAs',
      'Capabilities',
      'Description',
      'ManagedExecution',
      'OperationPreferences',
      'Parameters',
      'PermissionModel',
      'StackInstancesGroup',
      'StackSetName',
      'Tags',
      'TemplateBody',
      'TemplateURL',
    ],
    harmless: {},
  },
  createOnly: ['PermissionModel', 'StackSetName'],
  nameProperty: 'StackSetName',
  create: async (context, properties) => {
    const { state, account } = context;
    checkCaller(state, account, properties.text('CallAs'));
    const name = properties.requiredText('StackSetName');
    if (state.stackSets.has(name)) throw alreadyExists(TYPE, name);
    const wanted = readStackSet(context, properties, null);
    const stackSet = addStackSet(context, name, wanted);
    const accounts = wanted.targets.flatMap((target) => accountsUnder(state, target));
    const result = await deployInstances(context, stackSet, {
      accounts: [...new Set(accounts)],
      tolerance: wanted.tolerance,
    });
    if (result.status === 'FAILED') {
      await remove(context, stackSet);
      throw operationFailed(result);
    }
    return created(stackSet);
  },
  update: async (context, resource, properties) => {
    checkCaller(context.state, context.account, properties.text('CallAs'));
    const stackSet = stackSetOf(context, properties);
    const wanted = readStackSet(context, properties, stackSet.definition);
    const result = await updateStackSet(context, stackSet, wanted);
    if (result?.status === 'FAILED') throw operationFailed(result);
    return { ...resource };
  },
  delete: async (context, { physicalId }) => {
    const stackSet = [...context.state.stackSets.values()].find(({ id }) => id === physicalId);
    if (stackSet === undefined || (await remove(context, stackSet))) return;
    throw new ResourceFailure(
      'Resource handler returned message: "StackSet is not empty" (HandlerErrorCode: InvalidRequest)',
    );
  },
};

function created({ id }: StackSet): CreatedResource {
  return { physicalId: id, attributes: { StackSetId: id } };
}

function addStackSet(context: ResourceContext, name: string, wanted: WantedStackSet): StackSet {
  const { state } = context;
  const { region, managementAccountId } = state.settings;
  const id = `${name}:${generatedUuid(context, 'stack-set')}`;
  const { tolerance: _, ...rest } = wanted;
  const stackSet: StackSet = {
    ...rest,
    id,
    name,
    arn: `arn:aws:cloudformation:${region}:${managementAccountId}:stackset/${id}`,
    instances: new SortedIndex((instance) => instance.accountId),
    operations: [],
  };
  state.stackSets.set(name, stackSet);
  return stackSet;
}

function stackSetOf({ state }: ResourceContext, properties: Properties): StackSet {
  const name = properties.requiredText('StackSetName');
  const found = state.stackSets.get(name);
  if (found !== undefined) return found;
  throw new ResourceFailure(
    `Resource handler returned message: "StackSet ${name} not found" (HandlerErrorCode: NotFound)`,
  );
}

/** Deletes every instance that can be deleted, and the StackSet when none is left. */
async function remove(context: ResourceContext, stackSet: StackSet): Promise<boolean> {
  const accounts = stackSet.instances.items.map(({ accountId }) => context.state.account(accountId));
  await deleteInstances(context, stackSet, { accounts, tolerance: EVERY_FAILURE });
  if (stackSet.instances.size > 0) return false;
  return context.state.stackSets.delete(stackSet.name);
}

function operationFailed({ operationId, failures }: OperationResult): ResourceFailure {
  return new ResourceFailure(
    `Resource handler returned message: "Stack set operation [${operationId}] was unexpectedly stopped or failed. status reason(s): [${failures.join(', ')}]" (HandlerErrorCode: InternalFailure)`,
  );
}

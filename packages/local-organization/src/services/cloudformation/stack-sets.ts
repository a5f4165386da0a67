import type {
  CreateStackInstancesInput,
  CreateStackInstancesOutput,
  DeleteStackInstancesInput,
  DeleteStackInstancesOutput,
  DescribeStackInstanceInput,
  DescribeStackInstanceOutput,
  DescribeStackSetInput,
  DescribeStackSetOperationInput,
  DescribeStackSetOperationOutput,
  DescribeStackSetOutput,
  ListStackInstancesInput,
  ListStackInstancesOutput,
  ListStackSetsInput,
  ListStackSetsOutput,
  StackInstanceFilter,
} from '@aws-sdk/client-cloudformation';
import { deleteInstances, deployInstances } from '../../cloudformation/stack-sets/stack-set-operation.ts';
import type { FailureTolerance } from '../../cloudformation/stack-sets/stack-set-operation.ts';
import { accountsUnder } from '../../cloudformation/stack-sets/stack-set-targets.ts';
import { notModelled, validationError } from '../../cloudformation/template/refusals.ts';
import type { Account } from '../../state/account.ts';
import type { StackInstance, StackSet } from '../../state/stack-set.ts';
import { ServiceError } from '../../wire/service-error.ts';
import { operation } from '../operation.ts';
import type { Call } from '../operation.ts';
import { environmentOf } from './addressed-stack.ts';
import { addressedStackSet, reachableStackSets, stackSetResource } from './addressed-stack-set.ts';
import { pageOf } from './pages.ts';
import { wireCapabilities, wireParameters, wireTags } from './wire-stack.ts';

const onStackSet = { resource: stackSetResource };

/** The operations on StackSets, which are made and changed by their resource type. */
export const STACK_SET_OPERATIONS = [
  operation<DescribeStackSetInput, DescribeStackSetOutput>('cloudformation:DescribeStackSet', describeSet, onStackSet),
  operation<ListStackInstancesInput, ListStackInstancesOutput>(
    'cloudformation:ListStackInstances',
    listInstances,
    onStackSet,
  ),
  operation<DescribeStackInstanceInput, DescribeStackInstanceOutput>(
    'cloudformation:DescribeStackInstance',
    describeInstance,
    onStackSet,
  ),
  operation<DescribeStackSetOperationInput, DescribeStackSetOperationOutput>(
    'cloudformation:DescribeStackSetOperation',
    describeOperation,
    onStackSet,
  ),
  operation<ListStackSetsInput, ListStackSetsOutput>('cloudformation:ListStackSets', listSets),
  operation<CreateStackInstancesInput, CreateStackInstancesOutput>(
    'cloudformation:CreateStackInstances',
    createInstances,
    onStackSet,
  ),
  operation<DeleteStackInstancesInput, DeleteStackInstancesOutput>(
    'cloudformation:DeleteStackInstances',
    removeInstances,
    onStackSet,
  ),
];

/**
 * Deploys to accounts under units: to those that have no instance yet, and to those in which it failed, once more. Done when
 * the call returns. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStackInstances.html
 */
async function createInstances(call: Call, input: CreateStackInstancesInput): Promise<CreateStackInstancesOutput> {
  if (input.ParameterOverrides !== undefined) throw notModelled('ParameterOverrides');
  const stackSet = addressedStackSet(call, input);
  const accounts = targetedAccounts(call, input).filter(({ id }) => stackSet.instances.get(id)?.status !== 'CURRENT');
  const { operationId } = await deployInstances(environmentOf(call), stackSet, {
    accounts,
    tolerance: toleranceOf(input),
  });
  return { OperationId: operationId };
}

/**
 * Takes the instances of accounts under units away; with `RetainStacks` also those of suspended accounts. Done when the call
 * returns. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeleteStackInstances.html
 */
async function removeInstances(call: Call, input: DeleteStackInstancesInput): Promise<DeleteStackInstancesOutput> {
  const stackSet = addressedStackSet(call, input);
  const { operationId } = await deleteInstances(environmentOf(call), stackSet, {
    accounts: targetedAccounts(call, input),
    tolerance: toleranceOf(input),
    retainStacks: input.RetainStacks === true,
  });
  return { OperationId: operationId };
}

type InstancesInput = Pick<CreateStackInstancesInput, 'DeploymentTargets' | 'OperationPreferences' | 'Regions'>;

function targetedAccounts(
  { state }: Call,
  { DeploymentTargets: targets, Regions }: InstancesInput,
): readonly Account[] {
  const { AccountFilterType: filter = 'NONE', OrganizationalUnitIds: units = [], Accounts: named = [] } = targets ?? {};
  if (!['NONE', 'INTERSECTION'].includes(filter)) throw notModelled(`the account filter ${filter}`);
  if (Regions?.join() !== state.settings.region) throw notModelled(`Regions ${String(Regions)}`);
  if (units.length === 0) throw validationError('OrganizationalUnitIds are required in DeploymentTargets');
  const under = units.flatMap((id) => accountsUnder(state, id));
  return under.filter(({ id }) => filter !== 'INTERSECTION' || named.includes(id));
}

function toleranceOf({ OperationPreferences: preferences }: InstancesInput): FailureTolerance {
  return { count: preferences?.FailureToleranceCount, percentage: preferences?.FailureTolerancePercentage };
}

// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackSet.html
function describeSet(call: Call, input: DescribeStackSetInput): DescribeStackSetOutput {
  const stackSet = addressedStackSet(call, input);
  const { definition, autoDeployment, managedExecution } = stackSet;
  return {
    StackSet: {
      ...summaryOf(stackSet),
      StackSetARN: stackSet.arn,
      TemplateBody: definition.template.body,
      Parameters: wireParameters(definition),
      Capabilities: wireCapabilities(definition),
      Tags: wireTags(definition),
      OrganizationalUnitIds: [...stackSet.targets],
      Regions: [call.state.settings.region],
      AutoDeployment: {
        Enabled: autoDeployment.enabled,
        RetainStacksOnAccountRemoval: autoDeployment.retainStacksOnAccountRemoval,
      },
      ManagedExecution: { Active: managedExecution },
    },
  };
}

function listSets(call: Call, input: ListStackSetsInput): ListStackSetsOutput {
  const all = input.Status === 'DELETED' ? [] : reachableStackSets(call, input.CallAs);
  const { items, ...next } = pageOf(all, input);
  return { Summaries: items.map(summaryOf), ...next };
}

function summaryOf({ id, name, description }: StackSet) {
  return {
    StackSetName: name,
    StackSetId: id,
    Description: description,
    Status: 'ACTIVE',
    PermissionModel: 'SERVICE_MANAGED',
  } as const;
}

// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStackInstances.html
function listInstances(call: Call, input: ListStackInstancesInput): ListStackInstancesOutput {
  const stackSet = addressedStackSet(call, input);
  const { region } = call.state.settings;
  const { StackInstanceAccount: account, StackInstanceRegion: wantedRegion = region, Filters: filters = [] } = input;
  const wanted = stackSet.instances.items.filter(
    (instance) =>
      wantedRegion === region &&
      (account === undefined || instance.accountId === account) &&
      filters.every((filter) => fits(instance, filter)),
  );
  const { items, ...next } = pageOf(wanted, input);
  return { Summaries: items.map((instance) => wireInstance(stackSet, instance, region)), ...next };
}

function fits(instance: StackInstance, { Name: name, Values: value }: StackInstanceFilter): boolean {
  if (name === 'DETAILED_STATUS') return instance.detailedStatus === value;
  if (name === 'LAST_OPERATION_ID') return instance.lastOperationId === value;
  throw notModelled(`the filter ${name} of ListStackInstances`);
}

// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackInstance.html
function describeInstance(call: Call, input: DescribeStackInstanceInput): DescribeStackInstanceOutput {
  const stackSet = addressedStackSet(call, input);
  const { region } = call.state.settings;
  const { StackInstanceAccount: accountId = '', StackInstanceRegion: wanted = '' } = input;
  const instance = wanted === region ? stackSet.instances.get(accountId) : undefined;
  if (instance !== undefined) return { StackInstance: wireInstance(stackSet, instance, region) };
  const message = `Stack instance not found for stackset ${stackSet.id}, account ${accountId} and region ${wanted}`;
  throw new ServiceError('StackInstanceNotFoundException', message);
}

// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackSetOperation.html
function describeOperation(call: Call, input: DescribeStackSetOperationInput): DescribeStackSetOperationOutput {
  const stackSet = addressedStackSet(call, input);
  const found = stackSet.operations.find(({ id }) => id === input.OperationId);
  if (found === undefined)
    throw new ServiceError('OperationNotFoundException', `Operation ${input.OperationId ?? ''} not found`);
  const { id, action, status, startedAt, endedAt } = found;
  return {
    StackSetOperation: {
      OperationId: id,
      StackSetId: stackSet.id,
      Action: action,
      Status: status,
      CreationTimestamp: startedAt,
      EndTimestamp: endedAt,
    },
  };
}

function wireInstance(stackSet: StackSet, instance: StackInstance, region: string) {
  return {
    StackSetId: stackSet.id,
    Region: region,
    Account: instance.accountId,
    StackId: instance.stackId,
    Status: instance.status,
    StatusReason: instance.statusReason,
    StackInstanceStatus: { DetailedStatus: instance.detailedStatus },
    OrganizationalUnitId: instance.organizationalUnitId,
    DriftStatus: 'NOT_CHECKED',
    LastOperationId: instance.lastOperationId,
  } as const;
}

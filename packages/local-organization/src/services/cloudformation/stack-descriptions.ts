import type {
  DescribeStackEventsInput,
  DescribeStackEventsOutput,
  DescribeStackResourcesInput,
  DescribeStackResourcesOutput,
  DescribeStacksInput,
  DescribeStacksOutput,
  GetTemplateInput,
  GetTemplateOutput,
  ResourceStatus as WireResourceStatus,
} from '@aws-sdk/client-cloudformation';
import { activeStacks } from '../../cloudformation/stacks/find-stack.ts';
import { resourceRecords } from '../../cloudformation/stacks/resource-records.ts';
import { operation } from '../operation.ts';
import type { Call } from '../operation.ts';
import { addressedStack, refuseMembers, stackResource } from './addressed-stack.ts';
import { pageOf } from './pages.ts';
import { wireStack } from './wire-stack.ts';

const onStack = { resource: stackResource };

/** The operations that say how stacks are. */
export const STACK_DESCRIPTIONS = [
  operation<DescribeStacksInput, DescribeStacksOutput>('cloudformation:DescribeStacks', describeStacks, onStack),
  operation<DescribeStackEventsInput, DescribeStackEventsOutput>(
    'cloudformation:DescribeStackEvents',
    describeStackEvents,
    onStack,
  ),
  operation<DescribeStackResourcesInput, DescribeStackResourcesOutput>(
    'cloudformation:DescribeStackResources',
    describeStackResources,
    onStack,
  ),
  operation<GetTemplateInput, GetTemplateOutput>('cloudformation:GetTemplate', getTemplate, onStack),
];

// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html
function describeStacks(call: Call, input: DescribeStacksInput): DescribeStacksOutput {
  if (input.StackName !== undefined) return { Stacks: [wireStack(addressedStack(call, input))] };
  const { items, ...next } = pageOf(activeStacks(call.account), input);
  return { Stacks: items.map(wireStack), ...next };
}

// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackEvents.html: the newest first
function describeStackEvents(call: Call, input: DescribeStackEventsInput): DescribeStackEventsOutput {
  const stack = addressedStack(call, input, 'in brackets');
  const { items, ...next } = pageOf(stack.events.toReversed(), input);
  return {
    StackEvents: items.map((event) => ({
      StackId: stack.id,
      StackName: stack.name,
      EventId: event.eventId,
      LogicalResourceId: event.logicalId,
      PhysicalResourceId: event.physicalId,
      ResourceType: event.type,
      Timestamp: event.at,
      ResourceStatus: event.status as WireResourceStatus,
      ResourceStatusReason: event.reason,
    })),
    ...next,
  };
}

function describeStackResources(call: Call, input: DescribeStackResourcesInput): DescribeStackResourcesOutput {
  refuseMembers(input, ['PhysicalResourceId']);
  const stack = addressedStack(call, input);
  const records = resourceRecords(stack).filter(
    ({ logicalId }) => input.LogicalResourceId === undefined || input.LogicalResourceId === logicalId,
  );
  return {
    StackResources: records.map((record) => ({
      StackName: stack.name,
      StackId: stack.id,
      LogicalResourceId: record.logicalId,
      PhysicalResourceId: record.physicalId,
      ResourceType: record.type,
      Timestamp: record.at,
      ResourceStatus: record.status as WireResourceStatus,
      ResourceStatusReason: record.reason,
      DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
    })),
  };
}

// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplate.html
function getTemplate(call: Call, input: GetTemplateInput): GetTemplateOutput {
  refuseMembers(input, ['ChangeSetName']);
  const { definition } = addressedStack(call, input);
  // Under review there is none yet, and the CDK's command line counts on hearing so.
  if (definition === null) return { StagesAvailable: ['Original', 'Processed'] };
  return { TemplateBody: definition.template.body, StagesAvailable: ['Original', 'Processed'] };
}

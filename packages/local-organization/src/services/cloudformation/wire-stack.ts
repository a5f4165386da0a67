import type { Capability, Parameter, Stack as WireStack, Tag } from '@aws-sdk/client-cloudformation';
import type { Stack, StackDefinition } from '../../state/stack.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Stack.html */
export function wireStack(stack: Stack): WireStack {
  return {
    StackId: stack.id,
    StackName: stack.name,
    Description: stack.definition?.template.description,
    CreationTime: stack.createdAt,
    LastUpdatedTime: stack.updatedAt,
    DeletionTime: stack.deletedAt,
    StackStatus: stack.status,
    StackStatusReason: stack.statusReason,
    Parameters: wireParameters(stack.definition),
    Outputs: stack.outputs.map(({ name, value, description }) => ({
      OutputKey: name,
      OutputValue: value,
      Description: description,
    })),
    Capabilities: wireCapabilities(stack.definition),
    Tags: wireTags(stack.definition),
    DisableRollback: false,
    EnableTerminationProtection: false,
    NotificationARNs: [],
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
  };
}

/** The values of parameters; those with NoEcho are not shown. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html */
export function wireParameters(definition: StackDefinition | null): Parameter[] {
  return [...(definition?.parameters ?? [])].map(([name, value]) => {
    const isSecret = definition?.template.parameters.get(name)?.noEcho === true;
    return { ParameterKey: name, ParameterValue: isSecret ? '****' : value };
  });
}

/** What was acknowledged. */
export function wireCapabilities(definition: StackDefinition | null): Capability[] {
  return [...(definition?.capabilities ?? [])] as Capability[];
}

/** The tags, as a list. */
export function wireTags(definition: StackDefinition | null): Tag[] {
  return [...(definition?.tags ?? [])].map(([key, value]) => ({ Key: key, Value: value }));
}

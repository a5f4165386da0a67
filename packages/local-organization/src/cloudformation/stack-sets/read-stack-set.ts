import type { StackDefinition } from '../../state/stack.ts';
import type { AutoDeploymentSettings } from '../../state/stack-set.ts';
import type { Properties } from '../properties.ts';
import { propertyNotModelled, ResourceFailure } from '../resource-failure.ts';
import type { ResourceContext } from '../resource-type.ts';
import { readDefinition } from '../stacks/read-definition.ts';
import { readOwnTemplate } from '../stacks/template-url.ts';
import { readJson } from '../template/read-template.ts';
import { validationError } from '../template/refusals.ts';
import type { FailureTolerance } from './stack-set-operation.ts';

const TYPE = 'AWS::CloudFormation::StackSet';

/** What the properties of a StackSet say. */
export interface WantedStackSet {
  readonly description: string | undefined;
  readonly definition: StackDefinition;
  readonly autoDeployment: AutoDeploymentSettings;
  readonly managedExecution: boolean;
  readonly targets: readonly string[];
  readonly tolerance: FailureTolerance;
}

/** Reads the properties of a service-managed StackSet, its template and parameters among them. */
export function readStackSet(
  context: ResourceContext,
  properties: Properties,
  previous: StackDefinition | null,
): WantedStackSet {
  if (properties.requiredText('PermissionModel') !== 'SERVICE_MANAGED') {
    throw propertyNotModelled(TYPE, `PermissionModel ${properties.text('PermissionModel')}`);
  }
  const managedExecution = properties.object('ManagedExecution');
  managedExecution?.check({ modelled: ['Active'], harmless: {} });
  return {
    description: properties.text('Description'),
    definition: definitionOf(context, properties, previous),
    autoDeployment: autoDeploymentOf(properties),
    managedExecution: managedExecution?.flag('Active') ?? false,
    targets: targetsOf(context, properties),
    tolerance: toleranceOf(properties),
  };
}

function definitionOf(
  context: ResourceContext,
  properties: Properties,
  previous: StackDefinition | null,
): StackDefinition {
  const pairs = properties.objects('Parameters').map((each) => ({
    ParameterKey: each.requiredText('ParameterKey'),
    ParameterValue: each.requiredText('ParameterValue'),
  }));
  const tags = properties.objects('Tags').map((each) => ({ Key: each.text('Key'), Value: each.text('Value') }));
  const request = {
    TemplateBody: properties.text('TemplateBody'),
    TemplateURL: properties.text('TemplateURL'),
    Parameters: pairs,
    Capabilities: properties.texts('Capabilities'),
    Tags: tags,
  };
  const readTemplateUrl = (url: string): string => readOwnTemplate(context.state, context.account, url);
  refuseNesting(request.TemplateBody ?? readTemplateUrl(request.TemplateURL ?? ''));
  return readDefinition(request, { previous, readTemplateUrl });
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-associate-stackset-with-org.html */
function refuseNesting(body: string): void {
  const { Transform: transform, Resources: resources } = readJson(body);
  if (transform !== undefined) throw validationError('Service-managed StackSets do not support transforms or macros.');
  const types = Object.values(resources ?? {}).map((each) => (each as { readonly Type?: unknown } | null)?.Type);
  const nested = types.find((type) => type === 'AWS::CloudFormation::Stack' || type === TYPE);
  if (nested !== undefined) throw validationError('Service-managed StackSets do not support nested stacks.');
}

function autoDeploymentOf(properties: Properties): AutoDeploymentSettings {
  const settings = properties.object('AutoDeployment');
  settings?.check({ modelled: ['Enabled', 'RetainStacksOnAccountRemoval'], harmless: {} });
  const enabled = settings?.flag('Enabled') ?? false;
  return { enabled, retainStacksOnAccountRemoval: settings?.flag('RetainStacksOnAccountRemoval') ?? false };
}

function targetsOf({ state }: ResourceContext, properties: Properties): readonly string[] {
  const targets = properties.objects('StackInstancesGroup').flatMap((group) => {
    group.check({ modelled: ['DeploymentTargets', 'Regions'], harmless: {} });
    const regions = group.texts('Regions');
    const other = regions.find((region) => region !== state.settings.region);
    if (other !== undefined || regions.length !== 1) throw propertyNotModelled(TYPE, `Regions [${regions.join(', ')}]`);
    const wanted = group.requiredObject('DeploymentTargets');
    wanted.check({ modelled: ['OrganizationalUnitIds', 'AccountFilterType'], harmless: {} });
    wanted.only('AccountFilterType', 'NONE');
    return wanted.texts('OrganizationalUnitIds');
  });
  const unknown = targets.find((id) => !state.isParent(id));
  if (unknown !== undefined) throw new ResourceFailure(`Organizational unit ${unknown} does not exist.`);
  if (new Set(targets).size < targets.length) throw new ResourceFailure('The same target in two StackInstancesGroups.');
  return targets;
}

function toleranceOf(properties: Properties): FailureTolerance {
  const preferences = properties.object('OperationPreferences');
  const oneAfterTheOther = 'accounts are deployed one after the other';
  preferences?.check({
    modelled: ['FailureToleranceCount', 'FailureTolerancePercentage'],
    harmless: {
      ConcurrencyMode: oneAfterTheOther,
      MaxConcurrentCount: oneAfterTheOther,
      MaxConcurrentPercentage: oneAfterTheOther,
      RegionConcurrencyType: 'there is one Region',
    },
  });
  return {
    count: preferences?.number('FailureToleranceCount'),
    percentage: preferences?.number('FailureTolerancePercentage'),
  };
}

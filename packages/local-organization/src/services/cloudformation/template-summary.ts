import type {
  GetTemplateSummaryInput,
  GetTemplateSummaryOutput,
  ParameterDeclaration,
} from '@aws-sdk/client-cloudformation';
import { requiredCapability } from '../../cloudformation/stacks/capabilities.ts';
import { templateBody } from '../../cloudformation/stacks/read-definition.ts';
import { readTemplate } from '../../cloudformation/template/read-template.ts';
import { validationError } from '../../cloudformation/template/refusals.ts';
import type { ParameterDefinition, Template } from '../../cloudformation/template/template.ts';
import { operation } from '../operation.ts';
import type { Call } from '../operation.ts';
import { addressedStack, refuseMembers, stackResource } from './addressed-stack.ts';
import { templateUrlReader } from './template-url-reader.ts';

/** What a template asks for, as `aws cloudformation deploy` looks it up before an update. */
export const TEMPLATE_SUMMARY = operation<GetTemplateSummaryInput, GetTemplateSummaryOutput>(
  'cloudformation:GetTemplateSummary',
  getTemplateSummary,
  { resource: stackResource },
);

// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplateSummary.html
function getTemplateSummary(call: Call, input: GetTemplateSummaryInput): GetTemplateSummaryOutput {
  refuseMembers(input, ['StackSetName']);
  const template = summarised(call, input);
  const capability = requiredCapability(template);
  return {
    Description: template.description,
    Parameters: [...template.parameters.values()].map(declarationOf),
    ResourceTypes: [...new Set([...template.resources.values()].map(({ type }) => type))],
    ...(capability === undefined ? {} : { Capabilities: [capability] }),
  };
}

function summarised(call: Call, input: GetTemplateSummaryInput): Template {
  if (input.StackName === undefined) {
    return readTemplate(templateBody(input, { previous: null, readTemplateUrl: templateUrlReader(call) }));
  }
  const { definition } = addressedStack(call, input);
  if (definition !== null) return definition.template;
  throw validationError('GetTemplateSummary cannot be called on REVIEW_IN_PROGRESS stacks.');
}

function declarationOf(parameter: ParameterDefinition): ParameterDeclaration {
  const { allowedValues } = parameter;
  return {
    ParameterKey: parameter.name,
    ParameterType: parameter.type,
    DefaultValue: parameter.default,
    Description: parameter.description,
    NoEcho: parameter.noEcho,
    ParameterConstraints: allowedValues === undefined ? {} : { AllowedValues: [...allowedValues] },
  };
}

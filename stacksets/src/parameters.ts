import { CfnParameter, type CfnParameterProps, type Stack } from 'aws-cdk-lib';

/** A parameter, and its label in the console. */
export interface LabelledParameter extends CfnParameterProps {
  readonly label: string;
}

/** A heading of the console, and what stands under it. */
export interface ParameterGroup<Name extends string> {
  readonly label: string;
  readonly parameters: readonly Name[];
}

/** The parameters of a stack, by name, as values to refer to. */
export type AddedParameters<Name extends string> = Readonly<Record<Name, CfnParameter>>;

/**
 * Adds parameters, in the order of their groups, labelled for the console.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-interface.html
 */
export function addParameters<Name extends string>(
  stack: Stack,
  definitions: Readonly<Record<Name, LabelledParameter>>,
  groups: readonly ParameterGroup<Name>[],
): AddedParameters<Name> {
  const names = groups.flatMap(({ parameters }) => parameters);
  stack.templateOptions.metadata = {
    'AWS::CloudFormation::Interface': {
      ParameterGroups: groups.map(({ label, parameters }) => ({ Label: { default: label }, Parameters: parameters })),
      ParameterLabels: Object.fromEntries(names.map((name) => [name, { default: definitions[name].label }])),
    },
  };
  const added = names.map((name) => [name, addParameter(stack, name, definitions[name])] as const);
  return Object.fromEntries(added) as AddedParameters<Name>;
}

/** Adds one parameter, unlabelled. */
export function addParameter(stack: Stack, name: string, definition: LabelledParameter): CfnParameter {
  const { label: _, ...properties } = definition;
  return new CfnParameter(stack, name, properties);
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** How long the log of a function is kept. */
export const LOG_RETENTION: LabelledParameter = {
  label: 'Log retention in days',
  type: 'Number',
  description: 'How long CloudWatch keeps what the revoker logs, one line per access key.',
  allowedValues: RETENTION_DAYS.map(String),
  default: '400',
};

/**
 * A whole number of at most so many digits. A String, for CloudFormation checks patterns of strings alone, and a Number may
 * have a fraction, which the functions would refuse.
 */
export function wholeNumber(digits: number) {
  return {
    type: 'String',
    allowedPattern: `^(0|[1-9][0-9]{0,${digits - 1}})$`,
    constraintDescription: `a whole number from 0 to ${'9'.repeat(digits)}`,
  };
}

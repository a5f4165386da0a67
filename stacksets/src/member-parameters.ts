import { CfnParameter, type CfnParameterProps, type Stack } from 'aws-cdk-lib';
import { ACTIONS } from '@keysweep/core';

/** The parameters of the member template. */
export type MemberParameterName =
  | 'CentralAccountId'
  | 'OrganizationId'
  | 'OrderVerificationKey'
  | 'CeilingAction'
  | 'CeilingRevocations'
  | 'LogRetentionDays';

/** The parameters, as values to refer to. */
export type MemberParameters = Readonly<Record<MemberParameterName, CfnParameter>>;

interface Labelled extends CfnParameterProps {
  readonly label: string;
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const DEFINITIONS: Readonly<Record<MemberParameterName, Labelled>> = {
  CentralAccountId: {
    label: 'Central account',
    type: 'String',
    description:
      'The account keysweep runs in. Only it may invoke the revoker, and only its role keysweep-central may audit.',
    allowedPattern: '^[0-9]{12}$',
    constraintDescription: 'an account id of twelve digits',
  },
  OrganizationId: {
    label: 'Organization',
    type: 'String',
    description: 'The organization of this account and of the central account. Orders for any other are refused.',
    // https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html
    allowedPattern: '^o-[a-z0-9]{10,32}$',
    constraintDescription: 'an organization id, like o-a1b2c3d4e5',
  },
  OrderVerificationKey: {
    label: 'Order verification key',
    type: 'String',
    description:
      'The public half of the KMS key that signs orders (ECC_NIST_P256), DER as base64, as kms get-public-key prints it.',
    // SubjectPublicKeyInfo of an uncompressed P-256 point is 91 bytes, and its first 27 are always these (RFC 5480).
    allowedPattern: '^MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE[A-Za-z0-9+/]{85}[AQgw]==$',
    constraintDescription:
      'a P-256 public key (SubjectPublicKeyInfo, DER) as 124 characters of base64, without line breaks',
  },
  CeilingAction: {
    label: 'Most that an order may do',
    type: 'String',
    description:
      'An order that wants more than this is refused as a whole. With observe, no access key can be touched.',
    allowedValues: [...ACTIONS],
    // Without a value the agent can do no harm.
    default: 'observe',
  },
  CeilingRevocations: {
    label: 'Most access keys per order',
    // CloudFormation checks patterns of strings alone, and a Number may have a fraction, which the revoker would refuse.
    type: 'String',
    description: 'An order for more access keys than this is refused as a whole.',
    allowedPattern: '^(0|[1-9][0-9]{0,5})$',
    constraintDescription: 'a whole number from 0 to 999999',
  },
  LogRetentionDays: {
    label: 'Log retention in days',
    type: 'Number',
    description: 'How long CloudWatch keeps what the revoker logs, one line per access key.',
    allowedValues: RETENTION_DAYS.map(String),
    default: '400',
  },
};

const GROUPS: readonly { readonly label: string; readonly parameters: readonly MemberParameterName[] }[] = [
  { label: 'Who gives orders', parameters: ['CentralAccountId', 'OrganizationId', 'OrderVerificationKey'] },
  { label: 'What no order may exceed', parameters: ['CeilingAction', 'CeilingRevocations'] },
  { label: 'Logs', parameters: ['LogRetentionDays'] },
];

/**
 * Adds the parameters of the member template, grouped and labelled for the console.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-interface.html
 */
export function addMemberParameters(stack: Stack): MemberParameters {
  stack.templateOptions.metadata = {
    'AWS::CloudFormation::Interface': {
      ParameterGroups: GROUPS.map(({ label, parameters }) => ({ Label: { default: label }, Parameters: parameters })),
      ParameterLabels: Object.fromEntries(
        Object.entries(DEFINITIONS).map(([name, { label }]) => [name, { default: label }]),
      ),
    },
  };
  const add = (name: MemberParameterName): CfnParameter => addMemberParameter(stack, name);
  return {
    CentralAccountId: add('CentralAccountId'),
    OrganizationId: add('OrganizationId'),
    OrderVerificationKey: add('OrderVerificationKey'),
    CeilingAction: add('CeilingAction'),
    CeilingRevocations: add('CeilingRevocations'),
    LogRetentionDays: add('LogRetentionDays'),
  };
}

/** Adds one parameter as the member template has it, for a stack that passes it on. */
export function addMemberParameter(stack: Stack, name: MemberParameterName): CfnParameter {
  const { label: _, ...properties } = DEFINITIONS[name];
  return new CfnParameter(stack, name, properties);
}

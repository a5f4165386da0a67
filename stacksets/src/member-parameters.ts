import type { CfnParameter, Stack } from 'aws-cdk-lib';
import { ACTIONS } from '@keysweep/core';
import {
  addParameter,
  addParameters,
  LOG_RETENTION,
  wholeNumber,
  type LabelledParameter,
  type ParameterGroup,
  type AddedParameters,
} from './parameters.ts';

/** The parameters of the member template. */
export type MemberParameterName =
  | 'CentralAccountId'
  | 'OrganizationId'
  | 'OrderVerificationKey'
  | 'CeilingAction'
  | 'CeilingRevocations'
  | 'LogRetentionDays';

/** The parameters, as values to refer to. */
export type MemberParameters = AddedParameters<MemberParameterName>;

const DEFINITIONS: Readonly<Record<MemberParameterName, LabelledParameter>> = {
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
    description: 'An order for more access keys than this is refused as a whole.',
    ...wholeNumber(6),
  },
  LogRetentionDays: LOG_RETENTION,
};

const GROUPS: readonly ParameterGroup<MemberParameterName>[] = [
  { label: 'Who gives orders', parameters: ['CentralAccountId', 'OrganizationId', 'OrderVerificationKey'] },
  { label: 'What no order may exceed', parameters: ['CeilingAction', 'CeilingRevocations'] },
  { label: 'Logs', parameters: ['LogRetentionDays'] },
];

/** Adds the parameters of the member template, grouped and labelled for the console. */
export function addMemberParameters(stack: Stack): MemberParameters {
  return addParameters(stack, DEFINITIONS, GROUPS);
}

/** Adds one parameter as the member template has it, for a stack that passes it on. */
export function addMemberParameter(stack: Stack, name: MemberParameterName): CfnParameter {
  return addParameter(stack, name, DEFINITIONS[name]);
}

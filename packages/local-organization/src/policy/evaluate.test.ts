import { describe, expect, it } from 'vitest';
import { evaluate } from './evaluate.ts';
import type { PolicyQuestion } from './evaluate.ts';
import {
  allow,
  assumption,
  CENTRE,
  closedRuns,
  NEVER_EXEMPT,
  opensToCentre,
  policy,
  REVOKE,
  revocation,
  sign,
  write,
} from './testing/questions.ts';

const LOGIC =
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html';
const WITHIN = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html';
const ACROSS =
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html';
const RESOURCE = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html';
const PRINCIPAL = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html';
const KEYS = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html';
const SCPS = 'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html';
const KMS = 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html';
const WRITES = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html';

const OPERATORS =
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html';
const NOT_ACTION = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html';

/** The revocation, where the statement that allows it has a condition. */
const provided = (operator: string, key: string, value: string, context: PolicyQuestion['context'] = {}) => ({
  ...revocation,
  identityPolicies: [policy(allow('iam:*', { Condition: { [operator]: { [key]: value } } }))],
  context,
});
const mfa = { 'aws:MultiFactorAuthPresent': 'true' };
const noMfa = { 'aws:MultiFactorAuthPresent': 'false' };
const store = { 'aws:SourceArn': 'arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document' };
const notOrganization = { ...assumption.context, 'aws:PrincipalOrgID': 'o-other12345' };
const closedToOthers = policy({ ...allow('iam:*'), Effect: 'Deny' });
/** The page that says so, what is asked, and the decision. */
const EXAMPLES: [string, string, PolicyQuestion, 'allow' | 'explicit-deny' | 'implicit-deny'][] = [
  [LOGIC, 'what the identity policy allows', revocation, 'allow'],
  [LOGIC, 'a Deny over an Allow', { ...revocation, context: { 'AWS:resourcetag/Hands-Off': 'x' } }, 'explicit-deny'],
  [LOGIC, 'nothing that allows', { ...revocation, action: 'iam:CreateAccessKey' }, 'implicit-deny'],
  [
    RESOURCE,
    'a user elsewhere',
    { ...revocation, resource: { arn: `arn:aws:iam::${CENTRE}:user/a`, accountId: CENTRE } },
    'implicit-deny',
  ],
  [
    SCPS,
    'a level of SCPs that denies',
    { ...revocation, scps: [[policy(allow('*'))], [closedToOthers]] },
    'explicit-deny',
  ],
  [
    SCPS,
    'a level of SCPs that is silent',
    { ...revocation, scps: [[policy(allow('*'))], [policy(allow('s3:*'))]] },
    'implicit-deny',
  ],
  [ACROSS, 'the central role in the audit role', assumption, 'allow'],
  [KEYS, 'another organization', { ...assumption, context: notOrganization }, 'implicit-deny'],
  [ACROSS, 'trust alone, from another account', { ...assumption, identityPolicies: [] }, 'implicit-deny'],
  [ACROSS, 'no trust', { ...assumption, resourcePolicy: undefined }, 'implicit-deny'],
  [KMS, 'a key whose policy is silent', sign, 'implicit-deny'],
  [
    KMS,
    'a key whose policy names the role',
    { ...sign, identityPolicies: [], resourcePolicy: opensToCentre('kms:*') },
    'allow',
  ],
  [
    WITHIN,
    'a bucket of the account',
    { ...assumption, ...write, identityPolicies: [], resourcePolicy: opensToCentre('s3:*') },
    'allow',
  ],
  [WRITES, 'overwriting', { ...assumption, ...write, context: {}, resourcePolicy: closedRuns }, 'explicit-deny'],
  [
    PRINCIPAL,
    'a service that the trust policy names',
    {
      ...assumption,
      principal: 'lambda.amazonaws.com',
      identityPolicies: [],
      resourcePolicy: policy({
        Effect: 'Allow',
        Principal: { Service: 'lambda.amazonaws.com' },
        Action: 'sts:AssumeRole',
      }),
    },
    'allow',
  ],
  [
    OPERATORS,
    'an ARN whose pattern would have to span colons',
    provided('ArnEquals', 'aws:SourceArn', 'arn:aws:someservice:*:111122223333:finance/*', store),
    'implicit-deny',
  ],
  [
    OPERATORS,
    'the same pattern as text',
    provided('StringLike', 'aws:SourceArn', 'arn:aws:someservice:*:111122223333:finance/*', store),
    'allow',
  ],
  [
    OPERATORS,
    'an ARN by its components',
    provided('ArnLike', 'aws:SourceArn', 'arn:aws:*:us-*:9999????9999:store/*:finance/*', store),
    'allow',
  ],
  [OPERATORS, 'an ARN that must not match', provided('ArnNotLike', 'aws:SourceArn', 'arn:aws:s3:::x', store), 'allow'],
  [OPERATORS, 'a negation, of an absent key', provided('StringNotEquals', 'aws:SourceAccount', CENTRE), 'allow'],
  [
    OPERATORS,
    'a negation, of what is there',
    provided('StringNotLike', 'aws:PrincipalAccount', '1*', { 'aws:PrincipalAccount': CENTRE }),
    'implicit-deny',
  ],
  [OPERATORS, 'Bool, true', provided('Bool', 'aws:MultiFactorAuthPresent', 'true', mfa), 'allow'],
  [OPERATORS, 'Bool, absent', provided('Bool', 'aws:MultiFactorAuthPresent', 'true'), 'implicit-deny'],
  [OPERATORS, 'BoolIfExists, absent', provided('BoolIfExists', 'aws:MultiFactorAuthPresent', 'true'), 'allow'],
  [
    OPERATORS,
    'BoolIfExists, false',
    provided('BoolIfExists', 'aws:MultiFactorAuthPresent', 'true', noMfa),
    'implicit-deny',
  ],
  [OPERATORS, '…IfExists, absent', provided('StringEqualsIfExists', 'aws:SourceAccount', CENTRE), 'allow'],
  [
    NOT_ACTION,
    'a Deny of all but some actions',
    {
      ...revocation,
      scps: [[policy(allow('*'), { Effect: 'Deny', NotAction: ['s3:*', 'IAM:delete*'], Resource: '*' })]],
    },
    'allow',
  ],
  [
    NOT_ACTION,
    'an action that is not among them',
    { ...revocation, scps: [[policy(allow('*'), { Effect: 'Deny', NotAction: 's3:*', Resource: '*' })]] },
    'explicit-deny',
  ],
  [
    RESOURCE,
    'a resource that is not among the excepted',
    {
      ...assumption,
      ...write,
      context: {},
      identityPolicies: [policy({ Effect: 'Allow', Action: 's3:*', NotResource: 'arn:aws:s3:::evidence/ledger/*' })],
      resourcePolicy: undefined,
    },
    'allow',
  ],
];

describe('evaluate', () => {
  it.each(EXAMPLES)('%s: %s', (_page, _name, question, decision) => {
    expect(evaluate(question).decision).toBe(decision);
  });

  it('says which statement decided', () => {
    expect(evaluate(revocation).by).toBe(REVOKE);
    expect(evaluate({ ...revocation, context: { 'aws:ResourceTag/hands-off': '' } }).by).toBe(NEVER_EXEMPT);
  });

  it.each([
    ['scp', { ...revocation, scps: [[closedToOthers]] }],
    ['scp', { ...revocation, scps: [[policy(allow('s3:*'))]] }],
    ['identity', { ...revocation, identityPolicies: [closedToOthers] }],
    ['identity', { ...revocation, identityPolicies: [] }],
    ['resource', { ...assumption, ...write, context: {}, resourcePolicy: closedRuns }],
    ['resource', sign],
    ['trust', { ...assumption, context: notOrganization }],
  ])('names the kind of policy that denies, or is silent: %s', (kind, question: PolicyQuestion) => {
    expect(evaluate(question).kind).toBe(kind);
  });
});

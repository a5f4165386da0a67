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

const notOrganization = { ...assumption.context, 'aws:PrincipalOrgID': 'o-other12345' };
const closedToOthers = policy({ ...allow('iam:*'), Effect: 'Deny' });
/** The page that says so, what is asked, and the decision. */
const EXAMPLES: [string, string, PolicyQuestion, 'allow' | 'explicit-deny' | 'implicit-deny'][] = [
  [LOGIC, 'what the identity policy allows', revocation, 'allow'],
  [
    LOGIC,
    'a Deny over an Allow',
    { ...revocation, context: { 'AWS:resourcetag/Keysweep-Exempt': 'x' } },
    'explicit-deny',
  ],
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
];

describe('evaluate', () => {
  it.each(EXAMPLES)('%s: %s', (_page, _name, question, decision) => {
    expect(evaluate(question).decision).toBe(decision);
  });

  it('says which statement decided', () => {
    expect(evaluate(revocation).by).toBe(REVOKE);
    expect(evaluate({ ...revocation, context: { 'aws:ResourceTag/keysweep-exempt': '' } }).by).toBe(NEVER_EXEMPT);
  });
});

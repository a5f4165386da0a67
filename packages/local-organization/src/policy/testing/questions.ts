import type { PolicyQuestion } from '../evaluate.ts';
import type { PolicyDocument, PolicyStatement } from '../policy-document.ts';

/** The account of the centre. */
export const CENTRE = '111111111111';
const MEMBER = '222222222222';
const CENTRAL_ROLE = `arn:aws:iam::${CENTRE}:role/controller`;
const USER = `arn:aws:iam::${MEMBER}:user/alice`;

/** A policy of statements. */
export const policy = (...statements: PolicyStatement[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: statements,
});
/** A statement that allows an action, on everything unless said otherwise. */
export const allow = (Action: string, rest: Partial<PolicyStatement> = {}): PolicyStatement => ({
  Effect: 'Allow',
  Action,
  Resource: '*',
  ...rest,
});
/** What the revoker may do. */
export const REVOKE = allow('iam:DeleteAccessKey', { Resource: `arn:aws:iam::${MEMBER}:user/*` });
/** What it may not. */
export const NEVER_EXEMPT: PolicyStatement = {
  ...allow('iam:DeleteAccessKey'),
  Effect: 'Deny',
  Condition: { Null: { 'aws:ResourceTag/hands-off': 'false' } },
};
const TRUST: PolicyStatement = {
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${CENTRE}:root` },
  Action: 'sts:AssumeRole',
  Condition: {
    ArnEquals: { 'aws:PrincipalArn': CENTRAL_ROLE },
    StringEquals: { 'aws:PrincipalOrgID': 'o-acme123456' },
  },
};

/** The revoker deletes a key. */
export const revocation: PolicyQuestion = {
  principal: `arn:aws:sts::${MEMBER}:assumed-role/worker/run`,
  action: 'iam:DeleteAccessKey',
  resource: { arn: USER, accountId: MEMBER },
  context: {},
  identityPolicies: [policy(REVOKE, NEVER_EXEMPT)],
  scps: [],
};
/** The centre assumes the audit role of a member account. */
export const assumption: PolicyQuestion = {
  principal: `arn:aws:sts::${CENTRE}:assumed-role/controller/run`,
  action: 'sts:AssumeRole',
  resource: { arn: `arn:aws:iam::${MEMBER}:role/auditor`, accountId: MEMBER },
  context: { 'aws:PrincipalArn': CENTRAL_ROLE, 'aws:PrincipalOrgID': 'o-acme123456' },
  identityPolicies: [policy(allow('sts:AssumeRole'))],
  resourcePolicy: policy(TRUST),
  scps: [],
};
/** A resource policy that names the central role. */
export const opensToCentre = (service: string) => policy(allow(service, { Principal: { AWS: CENTRAL_ROLE } }));
/** An object of evidence. */
export const write = { action: 's3:PutObject', resource: { arn: 'arn:aws:s3:::evidence/runs/1', accountId: CENTRE } };
/** The bucket policy that keeps evidence from being overwritten. */
export const closedRuns = policy({
  Sid: 'NeverOverwrite',
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:PutObject',
  Resource: 'arn:aws:s3:::evidence/runs/*',
  Condition: { Null: { 's3:if-none-match': 'true' } },
});

/** The centre signs an order. */
export const sign = {
  ...assumption,
  resourcePolicy: undefined,
  action: 'kms:Sign',
  resource: { arn: `arn:aws:kms:us-east-1:${CENTRE}:key/1`, accountId: CENTRE },
  identityPolicies: [policy(allow('kms:Sign'))],
};

import fc from 'fast-check';
import type { PolicyDocument, PolicyQuestion, PolicyStatement } from '@keysweep/local-organization';
import { ALICE, CONDITION, CONTEXT, HERE, some, THERE } from './condition-arbitraries.ts';

/** Few of everything, so that policies often meet requests. */
const PRINCIPALS = [
  ALICE,
  `arn:aws:iam::${HERE}:user/people/bob`,
  `arn:aws:sts::${HERE}:assumed-role/keysweep-central/run`,
  `arn:aws:sts::${THERE}:assumed-role/keysweep-central/run`,
];
const SERVICES = ['lambda.amazonaws.com', 'states.amazonaws.com'];
const NAMED = [
  '*',
  HERE,
  THERE,
  `arn:aws:iam::${HERE}:root`,
  `arn:aws:iam::${HERE}:role/keysweep-central`,
  `arn:aws:iam::${THERE}:role/service/keysweep-central`,
  ...PRINCIPALS,
];
/** Actions with the ARN they are done to; the account that owns it varies. */
const TARGETS = [
  ['iam:DeleteAccessKey', (account: string) => `arn:aws:iam::${account}:user/people/carol`],
  ['iam:GetGroup', (account: string) => `arn:aws:iam::${account}:group/Developers`],
  ['iam:GetAccountAuthorizationDetails', () => '*'],
  ['s3:PutObject', () => 'arn:aws:s3:::evidence/runs/2026/plan.json'],
  ['s3:DeleteObject', () => 'arn:aws:s3:::evidence/runs/2026/plan.json'],
  ['kms:Sign', (account: string) => `arn:aws:kms:us-east-1:${account}:key/11111111-2222-3333-4444-555555555555`],
  ['s3:ListBucket', () => 'arn:aws:s3:::evidence'],
  ['iam:TagUser', (account: string) => `arn:aws:iam::${account}:user/people/carol`],
  ['lambda:InvokeFunction', (account: string) => `arn:aws:lambda:us-east-1:${account}:function:keysweep-revoker`],
  ['sts:AssumeRole', (account: string) => `arn:aws:iam::${account}:role/keysweep-audit`],
] as const;
const ACTIONS = [
  '*',
  '*',
  '*',
  'iam:*',
  'iam:Get*',
  'IAM:deleteaccesskey',
  's3:?utObject',
  's3:*Object',
  'kms:Sign',
  'sts:Assume*',
  'lambda:*',
];
const RESOURCES = [
  '*',
  '*',
  '*',
  `arn:aws:iam::${HERE}:user/*`,
  'arn:aws:iam::*:group/Dev*',
  'arn:aws:iam::*:user/people/c?rol',
  'arn:aws:s3:::evidence/runs/*',
  'arn:aws:s3:::evidence/*/plan.json',
  'arn:aws:kms:*:*:key/*',
  'arn:aws:lambda:us-east-1:*:function:keysweep-*',
  'arn:aws:lambda:*:function:keysweep-revoker',
  `arn:aws:iam::${THERE}:role/keysweep-audit`,
  'arn:*:iam::*:role/*',
];
function policy(kind: 'identity' | 'resource' | 'trust'): fc.Arbitrary<PolicyDocument> {
  const actions = some(kind === 'trust' ? ['sts:AssumeRole', 'sts:*'] : ACTIONS);
  const statement = fc
    .record({
      Effect: fc.oneof({ weight: 6, arbitrary: fc.constant('Allow') }, { weight: 1, arbitrary: fc.constant('Deny') }),
      // A trust policy names the actions of STS alone.
      action: orExcept('Action', actions),
      resource: orExcept('Resource', some(RESOURCES)),
      Principal: some(NAMED).map((names) => ({ AWS: names })),
      service: fc.option(some(SERVICES), { nil: undefined, freq: 3 }),
      Condition: fc.option(CONDITION, { nil: undefined, freq: 2 }),
    })
    .map(({ Effect, action, resource, Principal, service, Condition }): PolicyStatement => ({
      Effect,
      ...action,
      ...(kind === 'trust' ? {} : resource),
      ...(kind === 'identity' ? {} : { Principal: service === undefined ? Principal : { Service: service } }),
      ...(Condition === undefined ? {} : { Condition }),
    }));
  return fc.array(statement, { minLength: 1, maxLength: 3 }).map((Statement) => ({ Version: '2012-10-17', Statement }));
}

/** An element, or now and then its `Not…` sibling. */
function orExcept(element: 'Action' | 'Resource', values: fc.Arbitrary<readonly string[]>) {
  const name = fc.constantFrom(element, element, element, `Not${element}` as const);
  return fc.tuple(name, values).map(([key, value]): Partial<PolicyStatement> => ({ [key]: value }));
}

/** Keys that come with some actions alone: those of a service, and of tags where there can be any. */
const CARRIED: Record<string, readonly string[]> = {
  'aws:ResourceTag/team': ['iam:DeleteAccessKey', 'iam:TagUser', 'kms:Sign', 'sts:AssumeRole', 'lambda:InvokeFunction'],
  'aws:RequestTag/team': ['iam:TagUser'],
  's3:if-match': ['s3:PutObject'],
  's3:if-none-match': ['s3:PutObject'],
  's3:ObjectCreationOperation': ['s3:PutObject'],
  's3:prefix': ['s3:ListBucket'],
  'kms:SigningAlgorithm': ['kms:Sign'],
  'kms:MessageType': ['kms:Sign'],
};
function carried(action: string, context: PolicyQuestion['context']): PolicyQuestion['context'] {
  return Object.fromEntries(Object.entries(context).filter(([key]) => CARRIED[key]?.includes(action) ?? true));
}

const POLICIES = fc.record({
  identityPolicies: fc.array(policy('identity'), { maxLength: 2 }),
  scps: fc.array(fc.array(policy('identity'), { minLength: 1, maxLength: 2 }), { maxLength: 2 }),
});
/** Who asks; services have no policies of their own, and nothing is above them. */
const ASKING = fc.oneof(
  { weight: 5, arbitrary: fc.record({ principal: fc.constantFrom(...PRINCIPALS), policies: POLICIES }) },
  {
    weight: 1,
    arbitrary: fc.record({
      principal: fc.constantFrom(...SERVICES),
      policies: fc.constant({ identityPolicies: [], scps: [] }),
    }),
  },
);

/** Requests with policies of the grammar that the evaluator supports. */
export const QUESTION: fc.Arbitrary<PolicyQuestion> = fc
  .tuple(fc.constantFrom(...TARGETS), fc.constantFrom(HERE, THERE), ASKING)
  .chain(([[action, arn], accountId, { principal, policies }]) => {
    const ofRole = action === 'sts:AssumeRole';
    const ofResource = policy(ofRole ? 'trust' : 'resource');
    return fc.record({
      principal: fc.constant(principal),
      action: fc.constant(action),
      resource: fc.constant({ arn: arn(accountId), accountId }),
      context: CONTEXT.map((context) => carried(action, context)),
      resourcePolicy: ofRole ? ofResource : fc.option(ofResource, { nil: undefined }),
      identityPolicies: fc.constant(policies.identityPolicies),
      scps: fc.constant(policies.scps),
    });
  });

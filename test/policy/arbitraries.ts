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
  `arn:aws:iam::${THERE}:role/keysweep-audit`,
  'arn:*:iam::*:role/*',
];
function policy(kind: 'identity' | 'resource' | 'trust'): fc.Arbitrary<PolicyDocument> {
  const statement = fc
    .record({
      Effect: fc.oneof({ weight: 6, arbitrary: fc.constant('Allow') }, { weight: 1, arbitrary: fc.constant('Deny') }),
      // A trust policy names the actions of STS alone.
      Action: some(kind === 'trust' ? ['sts:AssumeRole', 'sts:*'] : ACTIONS),
      Resource: some(RESOURCES),
      Principal: some(NAMED).map((names) => ({ AWS: names })),
      Condition: fc.option(CONDITION, { nil: undefined, freq: 2 }),
    })
    .map(({ Resource, Principal, Condition, ...rest }): PolicyStatement => ({
      ...rest,
      ...(kind === 'trust' ? {} : { Resource }),
      ...(kind === 'identity' ? {} : { Principal }),
      ...(Condition === undefined ? {} : { Condition }),
    }));
  return fc.array(statement, { minLength: 1, maxLength: 3 }).map((Statement) => ({ Version: '2012-10-17', Statement }));
}

/** Keys of a service come with its requests alone, and neither groups nor objects carry tags for conditions. */
function carried(action: string, context: PolicyQuestion['context']): PolicyQuestion['context'] {
  const tagged = ['iam:DeleteAccessKey', 'kms:Sign', 'sts:AssumeRole'].includes(action);
  const foreign = new Set([action === 's3:PutObject' ? '' : 's3:if-none-match', tagged ? '' : 'aws:ResourceTag/team']);
  return Object.fromEntries(Object.entries(context).filter(([key]) => !foreign.has(key)));
}

/** Requests with policies of the grammar that the evaluator supports. */
export const QUESTION: fc.Arbitrary<PolicyQuestion> = fc
  .tuple(fc.constantFrom(...TARGETS), fc.constantFrom(HERE, THERE))
  .chain(([[action, arn], accountId]) => {
    const ofRole = action === 'sts:AssumeRole';
    const ofResource = policy(ofRole ? 'trust' : 'resource');
    return fc.record({
      principal: fc.constantFrom(...PRINCIPALS),
      action: fc.constant(action),
      resource: fc.constant({ arn: arn(accountId), accountId }),
      context: CONTEXT.map((context) => carried(action, context)),
      identityPolicies: fc.array(policy('identity'), { maxLength: 2 }),
      resourcePolicy: ofRole ? ofResource : fc.option(ofResource, { nil: undefined }),
      scps: fc.array(fc.array(policy('identity'), { minLength: 1, maxLength: 2 }), { maxLength: 2 }),
    });
  });

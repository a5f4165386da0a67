import { expect, it } from 'vitest';
import { identityPolicies, invokePermissions, trustPolicy } from './short-lists.ts';

const organizationId = 'o-a1b2c3d4e5f';
const functionArn = 'arn:aws:lambda:us-east-2:123456789012:function:example';
const inOrganization = {
  Principal: '*',
  Condition: { StringEquals: { 'aws:PrincipalOrgID': organizationId } },
};

it('what is allowed and denied becomes one identity policy, and nothing becomes none', () => {
  const denies = [{ actions: ['iam:Delete*'] }, { actions: ['iam:UpdateAccessKey'], whenUserTagged: 'Exempt' }];
  expect(identityPolicies({ allows: ['iam:*'], denies })).toEqual([
    {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: ['iam:*'], Resource: '*' },
        { Effect: 'Deny', Action: ['iam:Delete*'], Resource: '*' },
        {
          Effect: 'Deny',
          Action: ['iam:UpdateAccessKey'],
          Resource: '*',
          Condition: { Null: { 'aws:ResourceTag/Exempt': 'false' } },
        },
      ],
    },
  ]);
  expect(identityPolicies({ allows: [], denies: [] })).toEqual([]);
});

// https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-organization.html
// https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-cross-account.html
it.each([
  ['organization', inOrganization],
  ['111122223333', { Principal: { AWS: 'arn:aws:iam::111122223333:root' } }],
  ['arn:aws:iam::111122223333:role/centre', { Principal: { AWS: 'arn:aws:iam::111122223333:role/centre' } }],
  ['states.amazonaws.com', { Principal: { Service: 'states.amazonaws.com' } }],
])('who is trusted, %s, becomes a statement', (trusted, who) => {
  expect(trustPolicy([trusted], organizationId)).toEqual({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', ...who }],
  });
  expect(invokePermissions([trusted], { functionArn, organizationId })).toEqual([
    { Sid: 'invokable-0', Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: functionArn, ...who },
  ]);
});

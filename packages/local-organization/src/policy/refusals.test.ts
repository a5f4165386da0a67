import { expect, it } from 'vitest';
import { LocalOrganizationError } from '../error.ts';
import { evaluate } from './evaluate.ts';
import type { PolicyQuestion } from './evaluate.ts';

const ACCOUNT = '111111111111';

function asked(statement: object, question: Partial<PolicyQuestion> = {}): void {
  const whole = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', ...statement };
  evaluate({
    principal: `arn:aws:iam::${ACCOUNT}:user/alice`,
    action: 'iam:GetGroup',
    resource: { arn: `arn:aws:iam::${ACCOUNT}:group/Developers`, accountId: ACCOUNT },
    context: {},
    // The statement does not apply to the request, and is refused all the same.
    identityPolicies: [{ Version: '2012-10-17', Statement: [whole] }],
    scps: [],
    ...question,
  });
}

const when = (operator: string, key: string, value: unknown) => ({ Condition: { [operator]: { [key]: value } } });
const IN_STATEMENT = 'identityPolicies[0].Statement[0]';

it.each([
  ['NotAction', { NotAction: 'iam:*' }],
  ['NotResource', { NotResource: '*' }],
  ['Action', { Action: undefined }],
  ['NotPrincipal', { NotPrincipal: { AWS: ACCOUNT } }],
  ['Principal', { Principal: '*' }],
  ['Effect', { Effect: 'allow' }],
  ['Action', { Action: 's*:Get' }],
  ['Resource', { Resource: undefined }],
  ['Resource', { Resource: 'arn:aws:s3' }],
  ['Resource', { Resource: 'arn:aws:*:us-east-1:111111111111:function:agent' }],
  ['Resource', { Resource: 'arn:aws:iam::*:user/${aws:username}' }],
  ['Condition.StringLikeIgnoreCase', when('StringLikeIgnoreCase', 'aws:PrincipalAccount', ACCOUNT)],
  ['Condition.NumericLessThan', when('NumericLessThan', 'aws:PrincipalAccount', '1')],
  ['Condition.NotBool', when('NotBool', 'aws:SecureTransport', 'true')],
  ['Condition.BoolEquals', when('BoolEquals', 'aws:SecureTransport', 'true')],
  ['Condition.NullIfExists', when('NullIfExists', 'aws:PrincipalAccount', 'true')],
  ['Condition.ForAnyValue:ArnLike', when('ForAnyValue:ArnLike', 'aws:TagKeys', 'team')],
  ['Condition.ForAnyValue:StringNotEquals', when('ForAnyValue:StringNotEquals', 'aws:TagKeys', 'team')],
  ['Condition.ForAnyValue:StringLikeIfExists', when('ForAnyValue:StringLikeIfExists', 'aws:TagKeys', 'team')],
  ['Condition.ForAllValues:StringLike', when('ForAllValues:StringLike', 'aws:TagKeys', 'team')],
  ['Condition.StringLike.aws:TagKeys', when('StringLike', 'aws:TagKeys', 'team')],
  ['Condition.StringEquals.aws:SourceIp', when('StringEquals', 'aws:SourceIp', '10.0.0.1')],
  ['Condition.StringEquals', when('StringEquals', 'aws:PrincipalArn', '${aws:userid}')],
  ['Condition.Bool', when('Bool', 'aws:SecureTransport', 'yes')],
  ['Condition.BoolIfExists', when('BoolIfExists', 'aws:SecureTransport', 'yes')],
  ['Condition.ArnLike', when('ArnLike', 'aws:PrincipalArn', '*')],
])('refuses %s', (element, statement) => {
  expect(() => asked(statement)).toThrow(LocalOrganizationError);
  expect(() => asked(statement)).toThrow(`${IN_STATEMENT}.${element}`);
});

const named = (Principal: unknown) => ({
  resourcePolicy: { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*', Principal } },
});

it.each([
  ['principal', { principal: `arn:aws:iam::${ACCOUNT}:role/alice` }],
  ['action', { action: 'iam:*' }],
  ['resource.arn', { resource: { arn: 'Developers', accountId: ACCOUNT } }],
  ['context.aws:SourceIp', { context: { 'aws:SourceIp': '10.0.0.1' } }],
  ['context.aws:PrincipalArn', { context: { 'aws:PrincipalArn': ['a', 'b'] } }],
  ['context', { context: { 'aws:PrincipalArn': 'a', 'AWS:principalarn': 'b' } }],
  ['resourcePolicy.Statement[0].Principal.Federated', named({ Federated: 'accounts.google.com' })],
  ['resourcePolicy.Statement[0].Principal.AWS', named({ AWS: 'AIDAEXAMPLE' })],
  ['resourcePolicy.Statement[0].Principal', named(undefined)],
  ['identityPolicies[0].Version', { identityPolicies: [{ Version: '2008-10-17', Statement: [] }] }],
])('refuses a question with another %s', (element, question) => {
  expect(() => asked({}, question as Partial<PolicyQuestion>)).toThrow(`${element}: `);
});

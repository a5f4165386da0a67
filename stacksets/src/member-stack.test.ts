import { generateKeyPairSync } from 'node:crypto';
import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { MEMBER_TEMPLATE_VERSION, MemberStack } from './member-stack.ts';
import { AUDIT_STATEMENTS, AUDIT_TRUST, REVOKER_TRUST, revokerStatements } from './permissions.ts';
import { readRevokerBundle } from './testing/revoker-bundle.ts';

const template = Template.fromStack(new MemberStack(new App(), 'Member', { revokerBundle: 'the bundle' }));
const LOGS_ARN = { 'Fn::GetAtt': ['RevokerLogs', 'Arn'] };

describe('the template', () => {
  test('has five resources and its parameters, and nothing that a service-managed StackSet refuses', () => {
    const { Resources, ...rest } = template.toJSON();
    const types = Object.entries<{ Type: string }>(Resources).map(([id, { Type }]) => [id, Type]);
    expect(Object.fromEntries(types)).toEqual({
      RevokerLogs: 'AWS::Logs::LogGroup',
      RevokerRole: 'AWS::IAM::Role',
      Revoker: 'AWS::Lambda::Function',
      CentralMayInvoke: 'AWS::Lambda::Permission',
      AuditRole: 'AWS::IAM::Role',
    });
    expect(Object.keys(rest).sort()).toEqual(['AWSTemplateFormatVersion', 'Description', 'Metadata', 'Parameters']);
  });

  test('is of every partition', () => {
    expect(JSON.stringify(template.toJSON())).not.toContain('arn:aws:');
  });
});

describe('the revoker', () => {
  test('runs the bundle under its fixed name', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'keysweep-revoker',
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      Code: { ZipFile: 'the bundle' },
      Role: { 'Fn::GetAtt': ['RevokerRole', 'Arn'] },
      Timeout: 660,
      MemorySize: 256,
      ReservedConcurrentExecutions: Match.absent(),
    });
  });

  test('is told exactly what it reads from its environment', () => {
    const [revoker] = Object.values(template.findResources('AWS::Lambda::Function'));
    const variables: Record<string, unknown> = revoker?.['Properties'].Environment.Variables;
    expect(variables).toEqual({
      KEYSWEEP_ORGANIZATION_ID: { Ref: 'OrganizationId' },
      KEYSWEEP_ORDER_VERIFICATION_KEY: { Ref: 'OrderVerificationKey' },
      KEYSWEEP_CEILING_ACTION: { Ref: 'CeilingAction' },
      KEYSWEEP_CEILING_REVOCATIONS: { Ref: 'CeilingRevocations' },
      KEYSWEEP_TEMPLATE_VERSION: MEMBER_TEMPLATE_VERSION,
    });
    const read = new Set(readRevokerBundle().match(/KEYSWEEP_[A-Z_]+/g));
    expect(Object.keys(variables).sort()).toEqual([...read].sort());
  });

  test('logs JSON to a group of its own, which outlives the stack but not a failed creation', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: 'RevokerLogs' } },
    });
    template.hasResource('AWS::Logs::LogGroup', {
      Properties: { RetentionInDays: { Ref: 'LogRetentionDays' }, LogGroupName: Match.absent() },
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
    });
  });

  test('may be invoked by the central account within the organization, and by nobody else', () => {
    template.resourceCountIs('AWS::Lambda::Permission', 1);
    template.hasResourceProperties('AWS::Lambda::Permission', {
      Action: 'lambda:InvokeFunction',
      FunctionName: { Ref: 'Revoker' },
      Principal: { Ref: 'CentralAccountId' },
      PrincipalOrgID: { Ref: 'OrganizationId' },
    });
  });
});

test.each([
  { name: 'keysweep-revoker', trust: REVOKER_TRUST, statements: revokerStatements('').map(ofLogs) },
  { name: 'keysweep-audit', trust: AUDIT_TRUST, statements: AUDIT_STATEMENTS },
])('the role $name has its statements and no other permission', ({ name, trust, statements }) => {
  template.hasResourceProperties('AWS::IAM::Role', {
    RoleName: name,
    AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [trust] },
    Policies: [{ PolicyName: name, PolicyDocument: { Version: '2012-10-17', Statement: statements } }],
    ManagedPolicyArns: Match.absent(),
  });
});

function ofLogs<T extends { readonly Resource: unknown }>(statement: T) {
  return statement.Resource === '' ? { ...statement, Resource: LOGS_ARN } : statement;
}

describe('the parameters', () => {
  const { Parameters, Metadata } = template.toJSON();
  const patternOf = (name: string) => new RegExp(Parameters[name].AllowedPattern);

  test('are described, labelled and in a group, every one', () => {
    const { ParameterGroups, ParameterLabels } = Metadata['AWS::CloudFormation::Interface'];
    const names = Object.keys(Parameters);
    expect(ParameterGroups.flatMap((group: { Parameters: string[] }) => group.Parameters)).toEqual(names);
    expect(Object.keys(ParameterLabels)).toEqual(names);
    for (const name of names) expect(Parameters[name].Description).toMatch(/\w.*\.$/);
  });

  test('have no value where none is safe, and can do nothing where there is one', () => {
    const defaults = Object.keys(Parameters).map((name) => [name, Parameters[name].Default]);
    expect(Object.fromEntries(defaults)).toEqual({ CeilingAction: 'observe', LogRetentionDays: '400' });
  });

  test.each([
    ['CentralAccountId', ['111122223333'], ['11112222333', '1111222233334', 'o-a1b2c3d4e5']],
    ['OrganizationId', ['o-a1b2c3d4e5'], ['', 'o-short', 'o-A1B2C3D4E5', 'ou-a1b2-c3d4e5f6']],
    ['CeilingRevocations', ['0', '200', '999999'], ['', '-1', '1.5', '007', '1000000', '1e3']],
  ])('%s takes what it says', (name, right, wrong) => {
    expect(right.filter((value) => !patternOf(name).test(value))).toEqual([]);
    expect(wrong.filter((value) => patternOf(name).test(value))).toEqual([]);
  });

  test('OrderVerificationKey takes every P-256 key and no other', () => {
    const spki = (namedCurve: string) =>
      generateKeyPairSync('ec', { namedCurve }).publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
    const pattern = patternOf('OrderVerificationKey');
    for (let each = 0; each < 50; each += 1) expect(spki('P-256')).toMatch(pattern);
    expect(spki('P-384')).not.toMatch(pattern);
    expect(spki('secp256k1')).not.toMatch(pattern);
    expect(`${spki('P-256')}\n`).not.toMatch(pattern);
  });
});

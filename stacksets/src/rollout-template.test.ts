import { parseConfig, type Config } from '@keysweep/core';
import { Template } from 'aws-cdk-lib/assertions';
import { afterEach, expect, test, vi } from 'vitest';
import { synthesizeMemberTemplate, TEMPLATE_BODY_LIMIT } from './member-template.ts';
import { synthesizeRolloutTemplate, type RolloutProps } from './rollout-template.ts';
import { readRevokerBundle } from './testing/revoker-bundle.ts';

const memberTemplate = synthesizeMemberTemplate({ revokerBundle: readRevokerBundle() });
const organization = { id: 'o-a1b2c3d4e5', managementAccountId: '111122223333' };

afterEach(() => {
  vi.unstubAllEnvs();
});

function config(central: object = {}): Config {
  const parsed = parseConfig({
    version: 1,
    region: 'eu-west-1',
    central,
    policies: { weekly: { groups: ['Developers'], action: 'deactivate' } },
    assignments: { '/': 'weekly' },
    ceilings: { action: 'deactivate', revocations: 150 },
  });
  if (!parsed.ok) throw new TypeError(JSON.stringify(parsed.problems));
  return parsed.config;
}

function rollout(props: Partial<RolloutProps> = {}): string {
  return synthesizeRolloutTemplate({ memberTemplate, config: config(), organization, targets: ['r-ab12'], ...props });
}

test('is one StackSet, and asks for the order verification key alone', () => {
  const template = Template.fromString(rollout());
  expect(Object.keys(template.toJSON()['Parameters'])).toEqual(['OrderVerificationKey']);
  expect(Object.keys(template.toJSON()['Resources'])).toEqual(['Members']);
  const members = Object.values(template.findResources('AWS::CloudFormation::StackSet'))[0];
  expect(members?.['Properties']).toEqual({
    StackSetName: 'keysweep',
    Description: expect.any(String),
    PermissionModel: 'SERVICE_MANAGED',
    CallAs: 'SELF',
    Capabilities: ['CAPABILITY_NAMED_IAM'],
    AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false },
    ManagedExecution: { Active: true },
    OperationPreferences: {
      ConcurrencyMode: 'SOFT_FAILURE_TOLERANCE',
      FailureTolerancePercentage: 100,
      MaxConcurrentPercentage: 25,
    },
    StackInstancesGroup: [
      {
        Regions: ['eu-west-1'],
        DeploymentTargets: { OrganizationalUnitIds: ['r-ab12'], AccountFilterType: 'NONE' },
      },
    ],
    TemplateBody: memberTemplate,
    Parameters: [
      { ParameterKey: 'CentralAccountId', ParameterValue: '111122223333' },
      { ParameterKey: 'OrganizationId', ParameterValue: 'o-a1b2c3d4e5' },
      { ParameterKey: 'CeilingAction', ParameterValue: 'deactivate' },
      { ParameterKey: 'CeilingRevocations', ParameterValue: '150' },
      { ParameterKey: 'LogRetentionDays', ParameterValue: '400' },
      { ParameterKey: 'OrderVerificationKey', ParameterValue: { Ref: 'OrderVerificationKey' } },
    ],
  });
});

test('gives the member template every parameter that it has, with values that it takes', () => {
  const declared: Record<string, { AllowedPattern?: string; AllowedValues?: string[] }> =
    JSON.parse(memberTemplate).Parameters;
  const given: { ParameterKey: string; ParameterValue: unknown }[] =
    JSON.parse(rollout()).Resources.Members.Properties.Parameters;
  expect(given.map((each) => each.ParameterKey).sort()).toEqual(Object.keys(declared).sort());
  for (const { ParameterKey, ParameterValue } of given) {
    if (typeof ParameterValue !== 'string') continue;
    const { AllowedPattern, AllowedValues } = declared[ParameterKey]!;
    expect(ParameterValue).toMatch(new RegExp(AllowedPattern ?? ''));
    expect(AllowedValues ?? [ParameterValue]).toContain(ParameterValue);
  }
});

test('works from a delegated administrator, and deploys to each OU with no account filter', () => {
  const delegated = config({ delegatedAdministrator: '444455556666' });
  const targets = ['ou-ab12-11111111', 'ou-ab12-22222222'];
  const { Properties } = JSON.parse(rollout({ config: delegated, targets })).Resources.Members;
  expect(Properties.CallAs).toBe('DELEGATED_ADMIN');
  expect(Properties.Parameters).toContainEqual({ ParameterKey: 'CentralAccountId', ParameterValue: '444455556666' });
  expect(Properties.StackInstancesGroup.map((each: { DeploymentTargets: unknown }) => each.DeploymentTargets)).toEqual(
    targets.map((target) => ({ OrganizationalUnitIds: [target], AccountFilterType: 'NONE' })),
  );
});

test('is the same bytes for the same input', () => {
  const first = rollout();
  vi.stubEnv('CDK_CONTEXT_JSON', JSON.stringify({ 'aws:cdk:enable-path-metadata': true }));
  expect(rollout()).toBe(first);
});

test('refuses a member template over the limit, no target and more than fifty', () => {
  expect(() => rollout({ memberTemplate: 'x'.repeat(TEMPLATE_BODY_LIMIT + 1) })).toThrow('51201 bytes of 51200');
  expect(() => rollout({ targets: [] })).toThrow('deployTo names 0 OUs');
  const many = Array.from({ length: 51 }, (_, each) => `ou-ab12-${String(each).padStart(8, '0')}`);
  expect(() => rollout({ targets: many })).toThrow('deployTo names 51 OUs; a StackSet takes 1 to 50');
});

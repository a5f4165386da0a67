import {
  CloudFormationClient,
  DescribeStackInstanceCommand,
  DescribeStackSetCommand,
  ListStackInstancesCommand,
  ListStackSetsCommand,
} from '@aws-sdk/client-cloudformation';
import { beforeEach, describe, expect, it } from 'vitest';
import type { LocalOrganization } from '../local-organization.ts';
import { asAdministrator, asRole, clientConfig } from '../testing/acme.ts';
import {
  CENTRE,
  CLOSED,
  DEEP,
  deepOrganization,
  memberTemplate,
  OTHER,
  SECURITY,
  stackSet,
} from './testing/stack-sets.ts';
import { lambdaRole, parameter, template } from './testing/templates.ts';

let organization: LocalOrganization;
/** Ids of units by path; `/` is the root. */
let at: (path: string) => string;

beforeEach(async () => {
  organization = deepOrganization();
  const units = new Map([['/', organization.account(CENTRE).parentId]]);
  for (const account of organization.accounts()) units.set(account.organizationalUnitPath, account.parentId);
  at = (path) => units.get(path) ?? '';
});

const rollOut = (resource: object, accountId = CENTRE) =>
  organization.deployStack({ accountId, stackName: 'rollout', template: template({ Members: resource }) });
const instances = () =>
  Object.fromEntries(
    organization
      .stackInstances('agents')
      .map(({ accountId, status, detailedStatus }) => [accountId, `${status} ${detailedStatus}`]),
  );
const agentIn = (accountId: string) => organization.parameter(accountId, '/agent');
const CURRENT = 'CURRENT SUCCEEDED';
const SKIPPED = 'OUTDATED SKIPPED_SUSPENDED_ACCOUNT';

describe('a StackSet', () => {
  it('for the root reaches every account but the management account, and skips suspended ones', async () => {
    const { status, resources } = await rollOut(stackSet(memberTemplate(), [at('/')]));
    expect(status).toBe('CREATE_COMPLETE');
    expect(resources[0]?.physicalId).toMatch(/^agents:[0-9a-f-]{36}$/);
    expect(instances()).toEqual({ [SECURITY]: CURRENT, [DEEP]: CURRENT, [OTHER]: CURRENT, [CLOSED]: SKIPPED });
    expect([CENTRE, SECURITY, DEEP, OTHER, CLOSED].map(agentIn)).toEqual([
      undefined,
      'first',
      'first',
      'first',
      undefined,
    ]);
    const [deep, closed] = [DEEP, CLOSED].map((id) =>
      organization.stackInstances('agents').find((each) => each.accountId === id),
    );
    expect(deep).toMatchObject({ organizationalUnitId: at('/'), statusReason: null });
    expect(deep?.stackId).toMatch(
      new RegExp(`^arn:aws:cloudformation:us-east-1:${DEEP}:stack/StackSet-agents-[0-9a-f-]{36}/`),
    );
    expect(closed).toMatchObject({
      stackId: null,
      statusReason: expect.stringContaining('This account is suspended.'),
    });
  });

  it('for a unit reaches the units below', async () => {
    await rollOut(stackSet(memberTemplate(), [at('/A')]));
    expect(instances()).toEqual({ [DEEP]: CURRENT, [CLOSED]: SKIPPED });
  });

  it('leaves out of date the account it fails in, and no other', async () => {
    organization.putParameter({ accountId: DEEP, name: '/agent', value: 'mine' });
    const { status } = await rollOut(stackSet(memberTemplate(), [at('/')]));
    expect(status).toBe('CREATE_COMPLETE');
    expect(instances()).toMatchObject({ [SECURITY]: CURRENT, [DEEP]: 'OUTDATED FAILED', [OTHER]: CURRENT });
    const failed = organization.stackInstances('agents').find((each) => each.accountId === DEEP);
    expect(failed?.statusReason).toMatch(
      /^ResourceLogicalId:Agent, ResourceType:AWS::SSM::Parameter, ResourceStatusReason:.*already exists/,
    );
    expect(organization.stack(DEEP, failed?.stackId ?? '').status).toBe('ROLLBACK_COMPLETE');
    expect(agentIn(DEEP)).toBe('mine');
  });

  it('stops when more accounts fail than it tolerates, and fails its stack, which takes it away', async () => {
    for (const accountId of [DEEP, OTHER]) organization.putParameter({ accountId, name: '/agent', value: 'mine' });
    const { status, failure } = await rollOut(
      stackSet(memberTemplate(), [at('/')], { OperationPreferences: { FailureToleranceCount: 0 } }),
    );
    expect(status).toBe('ROLLBACK_COMPLETE');
    expect(failure).toContain(`Account ${DEEP}: ResourceLogicalId:Agent`);
    expect(failure).not.toContain(OTHER);
  });

  it('fails where somebody scripted it, with a reason', async () => {
    organization.faults.add({ operation: 'cloudformation:CreateStack', accountId: OTHER, kind: 'AccessDenied' });
    await rollOut(stackSet(memberTemplate(), [at('/')]));
    expect(instances()).toMatchObject({ [DEEP]: CURRENT, [OTHER]: 'OUTDATED FAILED' });
    const failed = organization.stackInstances('agents').find((each) => each.accountId === OTHER);
    expect(failed).toMatchObject({ stackId: null, statusReason: expect.stringContaining('stacksets-exec') });
  });

  it.each([
    [
      'a transform',
      { TemplateBody: template({ A: parameter('/a') }, { Transform: 'X' }) },
      'do not support transforms',
    ],
    ['a nested stack', { TemplateBody: template({ A: { Type: 'AWS::CloudFormation::Stack' } }) }, 'nested stacks'],
    [
      'a template that is too long',
      { TemplateBody: memberTemplate() + ' '.repeat(51_200) },
      'less than or equal to 51200',
    ],
    [
      'roles nobody acknowledged',
      { Capabilities: [], TemplateBody: template({ R: { Type: 'AWS::IAM::Role' } }) },
      'Requires capabilities : [CAPABILITY_IAM]',
    ],
    [
      'an unknown unit',
      {
        StackInstancesGroup: [
          { Regions: ['us-east-1'], DeploymentTargets: { OrganizationalUnitIds: ['ou-none-12345678'] } },
        ],
      },
      'ou-none-12345678 does not exist',
    ],
    [
      'another Region',
      { StackInstancesGroup: [{ Regions: ['eu-west-1'], DeploymentTargets: { OrganizationalUnitIds: [] } }] },
      'does not model Regions [eu-west-1]',
    ],
    ['permissions of its own', { PermissionModel: 'SELF_MANAGED' }, 'PermissionModel SELF_MANAGED'],
    ['a registration it does not have', { CallAs: 'DELEGATED_ADMIN' }, 'Account used is not a delegated administrator'],
  ])('with %s is refused', async (_, rest, reason) => {
    const { status, failure } = await rollOut(stackSet(memberTemplate(), [at('/')], rest));
    expect([status, failure]).toEqual(['ROLLBACK_COMPLETE', expect.stringContaining(reason)]);
  });

  it('is the delegated administrator’s to make, and no other member’s', async () => {
    const asDelegate = stackSet(memberTemplate(), [at('/')], { CallAs: 'DELEGATED_ADMIN' });
    expect((await rollOut(asDelegate, OTHER)).failure).toContain('is not a delegated administrator');
    expect((await rollOut(stackSet(memberTemplate(), [at('/')]), OTHER)).failure).toContain(
      'must be the management account',
    );
    expect((await rollOut(asDelegate, SECURITY)).status).toBe('CREATE_COMPLETE');
    // The delegated administrator is an account like the others.
    expect(instances()).toMatchObject({ [SECURITY]: CURRENT, [OTHER]: CURRENT });
  });
});

describe('an update of a StackSet', () => {
  const word = (value: string, rest: object = {}) =>
    stackSet(memberTemplate(), [at('/')], { Parameters: [{ ParameterKey: 'Word', ParameterValue: value }], ...rest });

  it('reaches every instance, also what failed before', async () => {
    const TemplateBody = memberTemplate({ Role: lambdaRole('agent') });
    organization.putRole({ accountId: DEEP, roleName: 'agent' });
    await rollOut(word('one', { TemplateBody }));
    expect(instances()).toMatchObject({ [DEEP]: 'OUTDATED FAILED' });
    organization.deleteRole(DEEP, 'agent');
    const tolerant = { TemplateBody, OperationPreferences: { FailureTolerancePercentage: 50 } };
    const again = await rollOut(word('one', tolerant));
    expect(again.status).toBe('UPDATE_COMPLETE');
    // Preferences alone start no operation.
    expect(instances()).toMatchObject({ [DEEP]: 'OUTDATED FAILED' });
    await rollOut(word('two', { TemplateBody }));
    expect(instances()).toMatchObject({ [SECURITY]: CURRENT, [DEEP]: CURRENT, [OTHER]: CURRENT });
    expect([SECURITY, DEEP, OTHER].map(agentIn)).toEqual(['two', 'two', 'two']);
  });

  it('that fails in an account leaves its stack as it was, and the instance out of date', async () => {
    await rollOut(word('one'));
    organization.putParameter({ accountId: OTHER, name: '/second', value: 'mine' });
    const second = memberTemplate({ Second: parameter('/second') });
    await rollOut(word('two', { TemplateBody: second }));
    expect(instances()).toMatchObject({ [DEEP]: CURRENT, [OTHER]: 'OUTDATED FAILED' });
    expect([DEEP, OTHER].map(agentIn)).toEqual(['two', 'one']);
  });

  it('skips an account that was suspended meanwhile', async () => {
    await rollOut(word('one'));
    organization.suspendAccount(OTHER);
    await rollOut(word('two'));
    expect(instances()).toMatchObject({ [DEEP]: CURRENT, [OTHER]: SKIPPED });
    expect(agentIn(OTHER)).toBe('one');
    organization.setAccountState(OTHER, 'ACTIVE');
    expect(instances()).toMatchObject({ [OTHER]: SKIPPED });
    await rollOut(word('three'));
    expect(instances()).toMatchObject({ [OTHER]: CURRENT });
  });

  it('of its targets deploys to those that are new, and deletes where none is left', async () => {
    await rollOut(stackSet(memberTemplate(), [at('/A')]));
    await rollOut(stackSet(memberTemplate(), [at('/A'), at('/Other')]));
    expect([DEEP, OTHER].map(agentIn)).toEqual(['first', 'first']);
    await rollOut(stackSet(memberTemplate(), [at('/Other')]));
    expect([DEEP, OTHER].map(agentIn)).toEqual([undefined, 'first']);
    // Suspended, so nothing could be deleted there.
    expect(instances()).toEqual({ [OTHER]: CURRENT, [CLOSED]: SKIPPED });
  });
});

describe('targets within each other', () => {
  it('give an account one stack, which it keeps until it is under neither', async () => {
    await rollOut(stackSet(memberTemplate(), [at('/'), at('/A')]));
    const unitOf = (accountId: string) =>
      organization.stackInstances('agents').find((each) => each.accountId === accountId)?.organizationalUnitId;
    expect([unitOf(DEEP), unitOf(OTHER)]).toEqual([at('/A'), at('/')]);
    await rollOut(stackSet(memberTemplate(), [at('/')]));
    expect([unitOf(DEEP), agentIn(DEEP)]).toEqual([at('/'), 'first']);
    await rollOut(stackSet(memberTemplate(), [at('/A')]));
    expect([agentIn(DEEP), agentIn(OTHER)]).toEqual(['first', undefined]);
    expect(organization.stacks(DEEP).map(({ status }) => status)).toEqual(['CREATE_COMPLETE']);
  });
});

describe('deleting a StackSet', () => {
  it('deletes the stacks with it', async () => {
    await rollOut(stackSet(memberTemplate(), [at('/Other')]));
    expect((await organization.deleteStack(CENTRE, 'rollout')).status).toBe('DELETE_COMPLETE');
    expect(agentIn(OTHER)).toBeUndefined();
    expect(() => organization.stackInstances('agents')).toThrow('There is no StackSet agents.');
  });

  it('fails while an instance cannot be deleted, which is INOPERABLE then and updated no more', async () => {
    const bucket = { Type: 'AWS::S3::Bucket', Properties: { BucketName: { 'Fn::Sub': 'b-${AWS::AccountId}' } } };
    await rollOut(stackSet(memberTemplate({ Bucket: bucket }), [at('/Other')]));
    organization.faults.add({
      operation: 'cloudformation:DeleteStack',
      accountId: OTHER,
      kind: 'Throttling',
      calls: [1],
    });
    const deleted = await organization.deleteStack(CENTRE, 'rollout');
    expect([deleted.status, deleted.failure]).toEqual([
      'DELETE_FAILED',
      expect.stringContaining('StackSet is not empty'),
    ]);
    expect(instances()).toEqual({ [OTHER]: 'INOPERABLE INOPERABLE' });
    expect((await organization.deleteStack(CENTRE, 'rollout')).status).toBe('DELETE_COMPLETE');
  });
});

describe('over the wire', () => {
  const StackSetName = 'agents';
  const management = () => new CloudFormationClient(clientConfig(organization));

  beforeEach(async () => {
    await rollOut(stackSet(memberTemplate(), [at('/A'), at('/Other')], { Description: 'the agents' }));
  });

  it('a StackSet and its instances are described', async () => {
    const client = management();
    const { StackSet } = await client.send(new DescribeStackSetCommand({ StackSetName }));
    expect(StackSet).toMatchObject({
      StackSetName,
      Description: 'the agents',
      Status: 'ACTIVE',
      PermissionModel: 'SERVICE_MANAGED',
      OrganizationalUnitIds: [at('/A'), at('/Other')],
      AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false },
      StackSetARN: expect.stringMatching(/^arn:aws:cloudformation:us-east-1:111111111111:stackset\/agents:/),
    });
    const { Summaries = [] } = await client.send(new ListStackInstancesCommand({ StackSetName }));
    expect(
      Summaries.map((each) => [
        each.Account,
        each.Status,
        each.StackInstanceStatus?.DetailedStatus,
        each.OrganizationalUnitId,
      ]),
    ).toEqual([
      [DEEP, 'CURRENT', 'SUCCEEDED', at('/A')],
      [OTHER, 'CURRENT', 'SUCCEEDED', at('/Other')],
      [CLOSED, 'OUTDATED', 'SKIPPED_SUSPENDED_ACCOUNT', at('/A')],
    ]);
    const instance = { StackSetName, StackInstanceAccount: OTHER, StackInstanceRegion: 'us-east-1' };
    const { StackInstance } = await client.send(new DescribeStackInstanceCommand(instance));
    expect(StackInstance).toMatchObject({ Account: OTHER, Region: 'us-east-1', Status: 'CURRENT' });
    const missing = new DescribeStackInstanceCommand({ ...instance, StackInstanceAccount: CENTRE });
    await expect(client.send(missing)).rejects.toMatchObject({ name: 'StackInstanceNotFoundException' });
    const { Summaries: sets } = await client.send(new ListStackSetsCommand({}));
    expect(sets).toMatchObject([{ StackSetName, StackSetId: StackSet?.StackSetId }]);
  });

  it('instances come in pages, and filtered', async () => {
    const client = management();
    const list = (rest: object) => client.send(new ListStackInstancesCommand({ StackSetName, ...rest }));
    const first = await list({ MaxResults: 2 });
    expect(first.Summaries).toHaveLength(2);
    const second = await list({ MaxResults: 2, NextToken: first.NextToken });
    expect([second.Summaries?.map((each) => each.Account), second.NextToken]).toEqual([[CLOSED], undefined]);
    const filtered = await list({ Filters: [{ Name: 'DETAILED_STATUS', Values: 'SUCCEEDED' }] });
    expect(filtered.Summaries?.map((each) => each.Account)).toEqual([DEEP, OTHER]);
    await expect(list({ MaxResults: 101 })).rejects.toMatchObject({ name: 'ValidationError' });
    await expect(list({ NextToken: 'bogus' })).rejects.toMatchObject({ name: 'ValidationError' });
  });

  it('are for the management account, and the delegated administrator as such', async () => {
    const list = (accountId: string, CallAs?: 'SELF' | 'DELEGATED_ADMIN') =>
      new CloudFormationClient(asAdministrator(organization, accountId)).send(
        new ListStackInstancesCommand({ StackSetName, CallAs }),
      );
    expect((await list(SECURITY, 'DELEGATED_ADMIN')).Summaries).toHaveLength(3);
    await expect(list(SECURITY)).rejects.toMatchObject({ name: 'StackSetNotFoundException' });
    await expect(list(OTHER, 'DELEGATED_ADMIN')).rejects.toThrow('Account used is not a delegated administrator');
  });

  it.each([
    ['organizations:ListDelegatedAdministrators', 'cloudformation:ListStackInstances'],
    ['cloudformation:ListStackInstances', 'organizations:ListDelegatedAdministrators'],
  ])('%s alone is not enough for a delegated administrator', async (allowed, needed) => {
    organization.putRole({ accountId: SECURITY, roleName: 'reader', allows: [allowed] });
    const client = new CloudFormationClient(asRole(organization, SECURITY, 'reader'));
    const list = () => client.send(new ListStackInstancesCommand({ StackSetName, CallAs: 'DELEGATED_ADMIN' }));
    await expect(list()).rejects.toThrow(`not authorized to perform: ${needed}`);
    organization.putRole({ accountId: SECURITY, roleName: 'reader', allows: [allowed, needed] });
    expect((await list()).Summaries).toHaveLength(3);
  });
});

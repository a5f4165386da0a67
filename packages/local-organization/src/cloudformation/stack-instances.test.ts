import {
  CloudFormationClient,
  CreateStackInstancesCommand,
  DeleteStackInstancesCommand,
  DescribeStackSetOperationCommand,
} from '@aws-sdk/client-cloudformation';
import type { DeploymentTargets } from '@aws-sdk/client-cloudformation';
import { beforeEach, describe, expect, it } from 'vitest';
import type { LocalOrganization } from '../local-organization.ts';
import { clientConfig } from '../testing/acme.ts';
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
import { lambdaRole, template } from './testing/templates.ts';

let organization: LocalOrganization;
let client: CloudFormationClient;
let root: string;

beforeEach(async () => {
  organization = deepOrganization();
  client = new CloudFormationClient(clientConfig(organization));
  root = organization.account(CENTRE).parentId;
  // Somebody else's role of that name is there already, so the stack fails in this account.
  organization.putRole({ accountId: OTHER, roleName: 'agent' });
  const members = stackSet(memberTemplate({ Role: lambdaRole('agent') }), [root]);
  await organization.deployStack({ accountId: CENTRE, stackName: 'rollout', template: template({ Members: members }) });
});

const statusOf = (accountId: string) =>
  organization.stackInstances('agents').find((each) => each.accountId === accountId)?.detailedStatus;

/** Addresses single accounts, as AWS has it: those of the units that are named as well. */
const only = (...Accounts: string[]): DeploymentTargets => ({
  OrganizationalUnitIds: [root],
  Accounts,
  AccountFilterType: 'INTERSECTION',
});
const common = { StackSetName: 'agents', Regions: ['us-east-1'] };

describe('create-stack-instances', () => {
  const create = (DeploymentTargets: DeploymentTargets, rest: object = {}) =>
    client.send(new CreateStackInstancesCommand({ ...common, DeploymentTargets, ...rest }));

  it('deploys once more to an account in which the stack failed, and leaves the others alone', async () => {
    expect([statusOf(OTHER), statusOf(DEEP)]).toEqual(['FAILED', 'SUCCEEDED']);
    const before = organization.stackInstances('agents').find((each) => each.accountId === DEEP);
    await create(only(OTHER));
    expect(statusOf(OTHER)).toBe('FAILED');
    organization.deleteRole(OTHER, 'agent');
    await create(only(OTHER));
    expect([statusOf(OTHER), organization.parameter(OTHER, '/agent')]).toEqual(['SUCCEEDED', 'first']);
    expect(organization.stackInstances('agents').find((each) => each.accountId === DEEP)).toEqual(before);
  });

  it('needs units, one Region and no overrides', async () => {
    await expect(create({ Accounts: [OTHER] })).rejects.toThrow('OrganizationalUnitIds are required');
    await expect(create(only(OTHER), { Regions: ['eu-west-1'] })).rejects.toThrow('does not model Regions eu-west-1');
    await expect(create({ ...only(OTHER), AccountFilterType: 'DIFFERENCE' })).rejects.toThrow('does not model');
    await expect(
      create(only(OTHER), { ParameterOverrides: [{ ParameterKey: 'Word', ParameterValue: 'x' }] }),
    ).rejects.toThrow('does not model ParameterOverrides');
  });
});

describe('delete-stack-instances', () => {
  const remove = (RetainStacks: boolean, ...accounts: string[]) =>
    client.send(new DeleteStackInstancesCommand({ ...common, DeploymentTargets: only(...accounts), RetainStacks }));

  it('takes a stack out of an account, or leaves it there on its own', async () => {
    await remove(false, DEEP);
    expect([statusOf(DEEP), organization.parameter(DEEP, '/agent')]).toEqual([undefined, undefined]);
    await remove(true, SECURITY);
    expect([statusOf(SECURITY), organization.parameter(SECURITY, '/agent')]).toEqual([undefined, 'first']);
  });

  it('is an operation that can be asked about', async () => {
    const { OperationId } = await remove(true, DEEP);
    const describeOperation = (id?: string) =>
      client.send(new DescribeStackSetOperationCommand({ StackSetName: 'agents', OperationId: id }));
    expect((await describeOperation(OperationId)).StackSetOperation).toMatchObject({
      Action: 'DELETE',
      Status: 'SUCCEEDED',
      EndTimestamp: expect.any(Date),
    });
    await expect(describeOperation('other')).rejects.toMatchObject({ name: 'OperationNotFoundException' });
  });

  it('skips a suspended account, unless its stack is to stay: then the StackSet can be deleted', async () => {
    await remove(false, CLOSED);
    expect(statusOf(CLOSED)).toBe('SKIPPED_SUSPENDED_ACCOUNT');
    expect((await organization.deleteStack(CENTRE, 'rollout')).status).toBe('DELETE_FAILED');
    await remove(true, CLOSED);
    expect(statusOf(CLOSED)).toBeUndefined();
    expect((await organization.deleteStack(CENTRE, 'rollout')).status).toBe('DELETE_COMPLETE');
  });
});

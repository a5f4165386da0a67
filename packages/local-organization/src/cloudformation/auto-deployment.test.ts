import { LambdaClient, InvokeCommand } from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LocalOrganization } from '../local-organization.ts';
import { clientConfig } from '../testing/acme.ts';
import {
  CENTRE,
  CLOSED,
  DEEP,
  deepOrganization,
  JOINER,
  memberTemplate,
  OTHER,
  stackSet,
} from './testing/stack-sets.ts';
import { lambdaRole, template } from './testing/templates.ts';

let organization: LocalOrganization;
let root: string;
let unitA: string;
let unitOther: string;

beforeEach(() => {
  organization = deepOrganization();
  root = organization.account(CENTRE).parentId;
  unitA = organization.account(CLOSED).parentId;
  unitOther = organization.account(OTHER).parentId;
});
afterEach(() => organization.close());

const rollOut = (targets: readonly string[], rest: object = {}) =>
  organization.deployStack({
    accountId: CENTRE,
    stackName: 'rollout',
    template: template({ Members: stackSet(memberTemplate(), targets, rest) }),
  });
const instanceOf = (accountId: string) =>
  organization.stackInstances('agents').find((each) => each.accountId === accountId);
const agentIn = (accountId: string) => organization.parameter(accountId, '/agent');
const join = (parentId?: string) => organization.addAccount({ name: 'Joiner', id: JOINER }, parentId);

describe('an account that joins', () => {
  it('under a target gets the stack', async () => {
    await rollOut([unitA]);
    const below = organization.addOrganizationalUnit('New', unitA);
    await join(below);
    expect(instanceOf(JOINER)).toMatchObject({ status: 'CURRENT', organizationalUnitId: unitA });
    expect(agentIn(JOINER)).toBe('first');
  });

  it('elsewhere does not', async () => {
    await rollOut([unitA]);
    await join();
    expect(instanceOf(JOINER)).toBeUndefined();
  });

  it('does not where auto-deployment is off, nor when another operation comes', async () => {
    const off = { AutoDeployment: { Enabled: false } };
    await rollOut([root], off);
    await join();
    await rollOut([root], { ...off, Description: 'another' });
    expect(instanceOf(JOINER)).toBeUndefined();
  });

  it('with a name that is taken stays out of date, until the next operation', async () => {
    const TemplateBody = memberTemplate({ Role: lambdaRole('agent') });
    await rollOut([unitA], { TemplateBody });
    organization.putRole({ accountId: OTHER, roleName: 'agent' });
    await organization.moveAccount(OTHER, unitA);
    expect(instanceOf(OTHER)).toMatchObject({ status: 'OUTDATED', detailedStatus: 'FAILED' });
    organization.deleteRole(OTHER, 'agent');
    await rollOut([unitA], { TemplateBody, Description: 'another' });
    expect(instanceOf(OTHER)).toMatchObject({ status: 'CURRENT' });
  });
});

describe('an account that moves', () => {
  it('out of the targets loses its stack, and into them gets one', async () => {
    await rollOut([unitA]);
    await organization.moveAccount(DEEP, unitOther);
    expect([instanceOf(DEEP), agentIn(DEEP)]).toEqual([undefined, undefined]);
    await organization.moveAccount(OTHER, unitA);
    expect(agentIn(OTHER)).toBe('first');
    await organization.moveAccount(DEEP, unitA);
    expect(agentIn(DEEP)).toBe('first');
  });

  it('below a target keeps its stack, and between targets too', async () => {
    await rollOut([unitA, unitOther]);
    const { stackId } = instanceOf(DEEP) ?? {};
    await organization.moveAccount(DEEP, unitA);
    expect(instanceOf(DEEP)).toMatchObject({ stackId, organizationalUnitId: unitA });
    await organization.moveAccount(DEEP, unitOther);
    expect(instanceOf(DEEP)).toMatchObject({ stackId, organizationalUnitId: unitOther, status: 'CURRENT' });
  });

  it('out of the targets keeps what is to be retained, outside the StackSet', async () => {
    await rollOut([unitA], { AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: true } });
    const { stackId } = instanceOf(DEEP) ?? {};
    await organization.moveAccount(DEEP, unitOther);
    expect([instanceOf(DEEP), agentIn(DEEP)]).toEqual([undefined, 'first']);
    expect(organization.stack(DEEP, stackId ?? '').status).toBe('CREATE_COMPLETE');
    // What stayed is in the way of what comes back.
    await organization.moveAccount(DEEP, unitA);
    expect(instanceOf(DEEP)).toMatchObject({ status: 'OUTDATED', detailedStatus: 'FAILED' });
  });

  it('while it is suspended is skipped', async () => {
    await rollOut([unitA]);
    organization.suspendAccount(DEEP);
    await organization.moveAccount(DEEP, unitOther);
    expect([instanceOf(DEEP)?.detailedStatus, agentIn(DEEP)]).toEqual(['SKIPPED_SUSPENDED_ACCOUNT', 'first']);
    await organization.moveAccount(CLOSED, unitOther);
    await organization.moveAccount(CLOSED, unitA);
    expect(instanceOf(CLOSED)).toMatchObject({ detailedStatus: 'SKIPPED_SUSPENDED_ACCOUNT', stackId: null });
    organization.setAccountState(CLOSED, 'ACTIVE');
    expect(agentIn(CLOSED)).toBeUndefined();
  });
});

describe('an account that leaves', () => {
  const logs = {
    Logs: { Type: 'AWS::Logs::LogGroup', DeletionPolicy: 'RetainExceptOnCreate', Properties: { RetentionInDays: 30 } },
  };

  it('loses its stack, keeps its logs, and gets a new one when it is back with all that was in it', async () => {
    await rollOut([root], { TemplateBody: memberTemplate(logs) });
    const first = instanceOf(DEEP)?.stackId ?? '';
    await organization.removeAccount(DEEP);
    expect(instanceOf(DEEP)).toBeUndefined();
    expect(agentIn(DEEP)).toBeUndefined();
    expect(organization.stack(DEEP, first).status).toBe('DELETE_COMPLETE');
    expect(organization.account(DEEP)).toMatchObject({
      inOrganization: false,
      parentId: '',
      organizationalUnitPath: '',
    });
    organization.putParameter({ accountId: DEEP, name: '/own', value: 'work' });
    await organization.addAccount({ name: 'Deep', id: DEEP }, unitOther);
    expect(organization.account(DEEP)).toMatchObject({ inOrganization: true, organizationalUnitPath: '/Other' });
    expect([agentIn(DEEP), organization.parameter(DEEP, '/own')]).toEqual(['first', 'work']);
    expect(instanceOf(DEEP)?.stackId).not.toBe(first);
  });

  it('is inoperable where its stack cannot be deleted, also when it is back', async () => {
    await rollOut([root]);
    const fault = { operation: 'cloudformation:DeleteStack', accountId: DEEP, kind: 'AccessDenied' } as const;
    organization.faults.add(fault);
    await organization.removeAccount(DEEP);
    const inoperable = { status: 'INOPERABLE', statusReason: expect.stringContaining('stacksets-exec') };
    expect(instanceOf(DEEP)).toMatchObject(inoperable);
    await organization.addAccount({ name: 'Deep', id: DEEP });
    await rollOut([root], { Parameters: [{ ParameterKey: 'Word', ParameterValue: 'second' }] });
    expect(instanceOf(DEEP)).toMatchObject(inoperable);
    expect([agentIn(DEEP), agentIn(OTHER)]).toEqual(['first', 'second']);
  });

  it('is not met by operations any more', async () => {
    await rollOut([root]);
    await organization.removeAccount(DEEP);
    await rollOut([root], { Parameters: [{ ParameterKey: 'Word', ParameterValue: 'second' }] });
    expect([agentIn(DEEP), agentIn(OTHER)]).toEqual([undefined, 'second']);
  });
});

describe('held', () => {
  it('everything waits until it is released, and is followed in its order', async () => {
    await rollOut([unitA]);
    organization.autoDeployment.hold();
    await join(unitA);
    await organization.removeAccount(DEEP);
    await organization.moveAccount(OTHER, unitA);
    await organization.moveAccount(OTHER, root);
    expect([agentIn(JOINER), agentIn(DEEP), agentIn(OTHER)]).toEqual([undefined, 'first', undefined]);
    const { stackId } = instanceOf(DEEP) ?? {};
    await organization.addAccount({ name: 'Deep', id: DEEP }, unitA);
    await organization.autoDeployment.release();
    expect([agentIn(JOINER), agentIn(DEEP), agentIn(OTHER)]).toEqual(['first', 'first', undefined]);
    expect(instanceOf(DEEP)?.stackId).not.toBe(stackId);
    await organization.moveAccount(OTHER, unitA);
    expect(agentIn(OTHER)).toBe('first');
  });

  it('a function of an account that left can still be invoked, but not by who must be in its organization', async () => {
    const agent = {
      Role: lambdaRole('agent'),
      Agent: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          FunctionName: 'agent',
          Runtime: 'nodejs24.x',
          Handler: 'index.handler',
          Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
          Code: { ZipFile: 'exports.handler = async () => "here";' },
        },
      },
      May: {
        Type: 'AWS::Lambda::Permission',
        Properties: { Action: 'lambda:InvokeFunction', FunctionName: { Ref: 'Agent' }, Principal: CENTRE },
      },
    };
    await rollOut([root], { TemplateBody: template(agent) });
    const lambda = new LambdaClient(clientConfig(organization));
    const FunctionName = `arn:aws:lambda:us-east-1:${DEEP}:function:agent`;
    const invoke = () => lambda.send(new InvokeCommand({ FunctionName }));
    organization.autoDeployment.hold();
    await organization.removeAccount(DEEP);
    expect(Buffer.from((await invoke()).Payload ?? []).toString()).toBe('"here"');
    await organization.autoDeployment.release();
    await expect(invoke()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('organizational units', () => {
  it('are added up to five deep, with names unique beside each other, and renamed', () => {
    const { parentId: unitE } = organization.account(DEEP);
    expect(() => organization.addOrganizationalUnit('F', unitE)).toThrow('too deep');
    expect(() => organization.addOrganizationalUnit('A')).toThrow('already');
    expect(() => organization.addOrganizationalUnit('X', 'ou-none-12345678')).toThrow('There is no root or unit');
    organization.renameOrganizationalUnit(unitA, 'Alpha');
    expect(organization.account(DEEP).organizationalUnitPath).toBe('/Alpha/B/C/D/E');
    expect(organization.account(CLOSED).parentId).toBe(unitA);
    expect(() => organization.renameOrganizationalUnit(unitA, 'Other')).toThrow('already');
    const again = organization.addOrganizationalUnit('A');
    expect(again).not.toBe(unitA);
  });

  it('keep the management account, and an account that is not there cannot leave', () => {
    expect(() => organization.removeAccount(CENTRE)).toThrow('is the management account');
    expect(() => organization.removeAccount(JOINER)).toThrow('There is no account');
    expect(() => organization.addAccount({ name: 'Deep', id: DEEP })).toThrow('already');
  });
});

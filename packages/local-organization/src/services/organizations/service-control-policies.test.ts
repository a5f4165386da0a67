import { CreateAccessKeyCommand, IAMClient, ListUsersCommand, TagUserCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { beforeEach, describe, expect, it } from 'vitest';
import type { LocalOrganization } from '../../local-organization.ts';
import type { PolicyDocument, PolicyStatement } from '../../policy/policy-document.ts';
import { FULL_AWS_ACCESS } from '../../state/service-control-policies.ts';
import { acme, asAdministrator, clientConfig, EMPTY, MANAGEMENT, PAYMENTS } from '../../testing/acme.ts';

let organization: LocalOrganization;

beforeEach(() => {
  organization = acme();
});

const policy = (statement: Partial<PolicyStatement>): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Resource: '*', ...statement }],
});
const NO_NEW_KEYS = policy({ Action: 'iam:CreateAccessKey' });
const iamOf = (accountId: string) => new IAMClient(asAdministrator(organization, accountId));
const outcome = (call: Promise<unknown>) =>
  call.then(
    () => 'done',
    (error: Error) => error.message.replace(/^User: \S+ is not authorized to perform: /, ''),
  );
const createKey = (iam: IAMClient, UserName = 'ci') => outcome(iam.send(new CreateAccessKeyCommand({ UserName })));

// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html
describe('service control policies', () => {
  it.each([
    ['the account', () => PAYMENTS],
    ['its unit', () => organization.account(PAYMENTS).parentId],
    ['the root', () => organization.account(MANAGEMENT).parentId],
  ])('deny below %s what its administrators may do', async (_, target) => {
    organization.setServiceControlPolicies(target(), [FULL_AWS_ACCESS, NO_NEW_KEYS]);
    expect(await createKey(iamOf(PAYMENTS))).toBe(
      `iam:CreateAccessKey on resource: arn:aws:iam::${PAYMENTS}:user/ci with an explicit deny in a service control policy`,
    );
    expect(await outcome(iamOf(PAYMENTS).send(new ListUsersCommand({})))).toBe('done');
  });

  it('do not concern accounts elsewhere', async () => {
    organization.setServiceControlPolicies(PAYMENTS, [FULL_AWS_ACCESS, policy({ Action: '*' })]);
    expect(await outcome(iamOf(EMPTY).send(new ListUsersCommand({})))).toBe('done');
  });

  it('follow an account that moves', async () => {
    organization.setServiceControlPolicies(organization.account(EMPTY).parentId, [FULL_AWS_ACCESS, NO_NEW_KEYS]);
    await organization.moveAccount(PAYMENTS, organization.account(EMPTY).parentId);
    expect(await createKey(iamOf(PAYMENTS))).toMatch('service control policy');
  });

  it('allow what every level allows, and a silent level counts as one that denies', async () => {
    organization.setServiceControlPolicies(PAYMENTS, [policy({ Effect: 'Allow', Action: 'iam:List*' })]);
    expect(await outcome(iamOf(PAYMENTS).send(new ListUsersCommand({})))).toBe('done');
    expect(await createKey(iamOf(PAYMENTS))).toMatch('with an explicit deny in a service control policy');
  });

  // https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
  it('do not bind the management account', async () => {
    const root = organization.account(MANAGEMENT).parentId;
    organization.setServiceControlPolicies(root, [policy({ Action: '*' })]);
    expect(await outcome(new IAMClient(clientConfig(organization)).send(new ListUsersCommand({})))).toBe('done');
  });

  it('bind the principals of an account, and not who comes to its roles from elsewhere', async () => {
    organization.setServiceControlPolicies(PAYMENTS, [FULL_AWS_ACCESS, policy({ Action: 'sts:AssumeRole' })]);
    const RoleArn = `arn:aws:iam::${PAYMENTS}:role/OrganizationAccountAccessRole`;
    const operator = new STSClient(clientConfig(organization));
    expect(await outcome(operator.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'run-1' })))).toBe('done');
  });

  it('spare whom they name', async () => {
    const elsewhere = policy({
      NotAction: ['iam:Get*', 'iam:List*'],
      Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/Organization*' } },
    });
    organization.setServiceControlPolicies(PAYMENTS, [FULL_AWS_ACCESS, elsewhere]);
    organization.putRole({ accountId: PAYMENTS, roleName: 'developer', allows: ['iam:*'] });
    const roleArn = `arn:aws:iam::${PAYMENTS}:role/developer` as const;
    const developer = new IAMClient(clientConfig(organization, organization.credentials(roleArn)));
    expect(await createKey(iamOf(PAYMENTS))).toBe('done');
    expect(await createKey(developer)).toMatch('service control policy');
    expect(await outcome(developer.send(new ListUsersCommand({})))).toBe('done');
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html
describe('who may exempt whom', () => {
  const tag = (UserName: string, Key: string) =>
    outcome(iamOf(PAYMENTS).send(new TagUserCommand({ UserName, Tags: [{ Key, Value: 'x' }] })));

  it('can be limited by the keys of tags in the request', async () => {
    const NoExemptions = policy({
      Action: ['iam:TagUser', 'iam:UntagUser'],
      Condition: { 'ForAnyValue:StringLike': { 'aws:TagKeys': 'hands-*' } },
    });
    organization.setServiceControlPolicies(PAYMENTS, [FULL_AWS_ACCESS, NoExemptions]);
    expect(await tag('ci', 'hands-off')).toMatch('service control policy');
    expect(await tag('ci', 'team')).toBe('done');
  });

  it.each(['aws:ResourceTag/team', 'iam:ResourceTag/TEAM'])(
    'can be limited by the tags of the user, %s',
    async (key) => {
      const Condition = { StringEquals: { [key]: 'payments' } };
      organization.setServiceControlPolicies(PAYMENTS, [FULL_AWS_ACCESS, policy({ Action: 'iam:TagUser', Condition })]);
      expect(await tag('alice', 'hands-off')).toMatch('service control policy');
      expect(await tag('ci', 'hands-off')).toBe('done');
    },
  );

  it('can be limited by the values of tags in the request', async () => {
    const Condition = { StringLike: { 'aws:RequestTag/Hands-Off': '?' } };
    organization.setServiceControlPolicies(PAYMENTS, [FULL_AWS_ACCESS, policy({ Action: 'iam:TagUser', Condition })]);
    expect(await tag('ci', 'hands-off')).toMatch('service control policy');
    expect(await tag('ci', 'team')).toBe('done');
  });
});

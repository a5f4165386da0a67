import { describe, expect, it } from 'vitest';
import { assumeAsService, trustsService } from './assume-as-service.ts';
import { authorize } from './authorization.ts';
import { buildOrganization } from './description/build.ts';
import { checkDescription } from './description/check.ts';
import { allow, policy } from './policy/testing/questions.ts';
import type { Principal } from './principal.ts';
import { addRole } from './state/iam-directory.ts';
import type { OrganizationState } from './state/organization-state.ts';

const MANAGEMENT = '111111111111';
const MEMBER = '222222222222';

function twoAccounts(): OrganizationState {
  const description = {
    organization: { id: 'o-acme123456', managementAccount: 'Management' },
    organizationalUnits: { Workloads: {} },
    accounts: [
      { name: 'Management', id: MANAGEMENT },
      { name: 'Member', id: MEMBER, ou: '/Workloads' },
    ],
  };
  return buildOrganization(checkDescription(description), {});
}

const sessionOf = (state: OrganizationState, accountId: string, roleName: string): Principal => {
  const role = state.account(accountId).role(roleName)!;
  return { kind: 'role', accountId, role, sessionName: 'run' };
};

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
describe('an account that has left the organization', () => {
  const verdict = (state: OrganizationState, operator: string, key: string, value: string) => {
    const principal = sessionOf(state, MANAGEMENT, 'operator');
    const resource = {
      arn: 'arn:aws:s3:::evidence/a',
      accountId: MEMBER,
      policy: policy(allow('s3:GetObject', { Principal: '*', Condition: { [operator]: { [key]: value } } })),
    };
    return authorize(state, principal, { action: 's3:GetObject', resource }).verdict;
  };

  it.each([
    ['StringEquals', 'aws:PrincipalOrgID', 'o-acme123456', MANAGEMENT],
    ['ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', 'o-acme123456/*', MANAGEMENT],
    ['StringEquals', 'aws:ResourceOrgID', 'o-acme123456', MEMBER],
    ['ForAnyValue:StringLike', 'aws:ResourceOrgPaths', 'o-acme123456/r-*/ou-*/', MEMBER],
  ])('no longer has %s %s', (operator, key, value, leaver) => {
    const state = twoAccounts();
    expect(verdict(state, operator, key, value)).toBe('allowed');
    state.account(leaver).inOrganization = false;
    expect(verdict(state, operator, key, value)).toBe('denied');
  });

  it('keeps its account keys, and is bound by no service control policy', () => {
    const state = twoAccounts();
    state.serviceControlPolicies.set(MEMBER, []);
    const administrator = sessionOf(state, MEMBER, 'OrganizationAccountAccessRole');
    const listing = { action: 'iam:ListUsers', resource: { arn: '*' } };
    expect(authorize(state, administrator, listing)).toEqual({ verdict: 'denied', reason: 'implicit', kind: 'scp' });
    state.account(MEMBER).inOrganization = false;
    expect(authorize(state, administrator, listing)).toEqual({ verdict: 'allowed' });
    expect(verdict(state, 'StringEquals', 'aws:ResourceAccount', MEMBER)).toBe('allowed');
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
describe('a role that services assume', () => {
  const sourceArn = `arn:aws:states:us-east-1:${MANAGEMENT}:stateMachine:sweep`;
  const work = (state: OrganizationState, service: string) => ({
    service,
    account: state.account(MANAGEMENT),
    roleName: 'machine',
    sourceArn,
  });
  const withRole = (Condition: Record<string, Record<string, string>>) => {
    const state = twoAccounts();
    const { Effect, Action } = allow('sts:AssumeRole');
    addRole(state, state.account(MANAGEMENT), {
      name: 'machine',
      trustPolicy: policy({
        Effect,
        ...(Action && { Action }),
        Principal: { Service: 'states.amazonaws.com' },
        Condition,
      }),
      policies: [],
    });
    return state;
  };

  it('is for the service its trust policy names', () => {
    const state = withRole({});
    expect(trustsService(state, work(state, 'states.amazonaws.com'))).toBe(true);
    expect(trustsService(state, work(state, 'scheduler.amazonaws.com'))).toBe(false);
  });

  it.each([
    [{ StringEquals: { 'aws:SourceAccount': MANAGEMENT } }, true],
    [{ StringEquals: { 'aws:SourceAccount': MEMBER } }, false],
    [{ ArnLike: { 'aws:SourceArn': `arn:aws:states:us-east-1:${MANAGEMENT}:stateMachine:sweep*` } }, true],
    [{ ArnLike: { 'aws:SourceArn': `arn:aws:states:us-east-1:${MANAGEMENT}:stateMachine:other-*` } }, false],
    [{ Bool: { 'aws:PrincipalIsAWSService': 'true' } }, true],
    [{ StringEquals: { 'aws:ResourceOrgID': 'o-acme123456' } }, true],
  ])('looks at the source: %o %s', (condition, trusted) => {
    const state = withRole(condition);
    expect(trustsService(state, work(state, 'states.amazonaws.com'))).toBe(trusted);
  });

  it('gives a session, and none for a missing role or in a suspended account', () => {
    const state = withRole({});
    const assumed = (roleName = 'machine') =>
      assumeAsService(
        state,
        { ...work(state, 'states.amazonaws.com'), roleName },
        { sessionName: 'execution', durationSeconds: 900 },
      );
    expect(assumed()).toMatchObject({ accountId: MANAGEMENT, sessionName: 'execution' });
    expect(assumed('nobody')).toBeNull();
    state.account(MANAGEMENT).state = 'SUSPENDED';
    expect(assumed()).toBeNull();
  });
});

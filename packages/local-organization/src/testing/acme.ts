import { LocalOrganization } from '../local-organization.ts';
import type { LocalOrganizationOptions } from '../local-organization.ts';
import type { OrganizationDescription } from '../description/schema.ts';

/** The management account of the small organization that the tests share. */
export const MANAGEMENT = '111111111111';
/** A member account with people in it. */
export const PAYMENTS = '222222222222';
/** A member account without anything. */
export const EMPTY = '333333333333';

const LAMBDA = 'lambda.amazonaws.com';
const READS = ['iam:GetAccountAuthorizationDetails', 'iam:GetGroup', 'iam:ListAccessKeys'];
const WRITES = ['iam:UpdateAccessKey', 'iam:DeleteAccessKey'];

/** In a member account: one role that looks on from the management account, and one for a function. */
const MEMBER_ROLES: OrganizationDescription['accounts'][number]['roles'] = {
  auditor: { trusts: [`arn:aws:iam::${MANAGEMENT}:role/controller`], allows: READS },
  worker: {
    trusts: [LAMBDA],
    allows: [...READS, ...WRITES],
    denies: [{ actions: WRITES, whenUserTagged: 'hands-off' }],
  },
};

const CONTROLLER = {
  trusts: [LAMBDA],
  allows: ['lambda:InvokeFunction', 'sts:AssumeRole', 's3:*', 'kms:Sign', 'kms:GetPublicKey'],
};

const ACME: OrganizationDescription = {
  organization: { id: 'o-acme123456', managementAccount: 'Management', now: '2026-11-20T23:55:00Z' },
  organizationalUnits: { Workloads: { Prod: {}, Dev: {} } },
  accounts: [
    { name: 'Management', id: MANAGEMENT, roles: { controller: CONTROLLER } },
    {
      name: 'Payments Prod',
      id: PAYMENTS,
      ou: '/Workloads/Prod',
      roles: MEMBER_ROLES,
      groups: ['Developers', 'Administrators'],
      users: [
        {
          name: 'Alice',
          groups: ['Developers', 'Administrators'],
          password: { lastUsed: '2d' },
          mfa: true,
          keys: [
            { age: '40d', lastUsed: '2d', service: 's3', region: 'N/A' },
            { age: '3h', status: 'Inactive' },
          ],
          tags: { team: 'payments', 'Hands-Off': 'rotates herself' },
          allows: ['iam:ListAccessKeys', 'iam:DeleteAccessKey', 's3:*'],
        },
        { name: '=cmd', groups: ['Developers'], keys: [{ age: '2026-01-31' }] },
        { name: 'ci', keys: [{ age: '400d' }] },
      ],
      generate: { users: 250, prefix: 'dev', groups: ['Developers'], keys: 334 },
    },
    { name: 'Empty', id: EMPTY, ou: '/Workloads/Dev', roles: MEMBER_ROLES },
  ],
};

/** A small organization, the same every time. */
export function acme(options: LocalOrganizationOptions = {}): LocalOrganization {
  return LocalOrganization.fromDescription(ACME, options);
}

/** What every SDK client of a test is constructed with. */
export function clientConfig(organization: LocalOrganization, credentials = organization.credentials()) {
  return { region: 'us-east-1', credentials, requestHandler: organization.requestHandler(), maxAttempts: 1 };
}

/** Client configuration under a role of an account. */
export function asRole(organization: LocalOrganization, accountId: string, roleName: string) {
  const roleArn = `arn:aws:iam::${accountId}:role/${roleName}`;
  return clientConfig(organization, organization.credentials({ roleArn }));
}

/** Client configuration of an account's administrator. */
export function asAdministrator(organization: LocalOrganization, accountId: string) {
  return asRole(organization, accountId, 'OrganizationAccountAccessRole');
}

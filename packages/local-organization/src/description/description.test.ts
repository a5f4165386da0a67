import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IAMClient, ListGroupsCommand, ListUsersCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import type { LocalOrganizationError } from '../error.ts';
import { LocalOrganization } from '../local-organization.ts';
import { acme, clientConfig, PAYMENTS } from '../testing/acme.ts';

const fromText = async (text: string) => {
  const path = join(await mkdtemp(join(tmpdir(), 'description-')), 'organization.yaml');
  await writeFile(path, text);
  return LocalOrganization.fromFile(path);
};
const problemsOf = (text: string) =>
  fromText(text).then(
    () => [],
    (error: LocalOrganizationError) => error.problems.map(({ path, problem }) => `${path}: ${problem}`),
  );

describe('a description', () => {
  it('is told everything that is wrong with its shape at once', async () => {
    const problems = await problemsOf(`
organization: { id: acme, managementAccount: Management }
accounts:
  - name: Management
    id: 111111111111
    users:
      - { name: 'a b', keys: [{ age: old }], colour: red }
`);
    expect(problems).toEqual([
      'organization.id: must be o- and 10 to 32 letters or digits',
      'accounts[0].id: Invalid input: expected string, received number',
      'accounts[0].users[0].name: must be 1 to 64 letters, digits or _+=,.@-',
      'accounts[0].users[0].keys[0].age: must be an age such as 40d, 3h or 10m, or an ISO date',
      'accounts[0].users[0]: Unrecognized key: "colour"',
    ]);
  });

  it('is told everything in it that does not fit together at once', async () => {
    const problems = await problemsOf(`
organization: { id: o-acme123456, managementAccount: Nobody }
organizationalUnits: { A: { B: { C: { D: { E: { F: {} } } } } } }
accounts:
  - name: One
    id: '111111111111'
    ou: /A/X
    groups: [Developers]
    users: [{ name: alice, groups: [Admins], credentials: [&git { service: codecommit.amazonaws.com }, *git, *git] }, { name: ALICE }]
    generate: { users: 2, keys: 5, groups: [developers] }
  - { name: One, id: '111111111111' }
`);
    expect(problems).toEqual([
      'organizationalUnits.A.B.C.D.E.F: units nest at most 5 deep',
      'organization.managementAccount: no account is named Nobody',
      'accounts[1].name: One is there already',
      'accounts[1].id: 111111111111 is there already',
      'accounts[0].ou: there is no organizational unit /A/X',
      'accounts[0].users[1].name: alice is there already',
      'accounts[0].users[0].groups[0]: the account has no group Admins',
      'accounts[0].users[0].credentials: a user has at most 2 credentials for codecommit.amazonaws.com',
      'accounts[0].generate[0].keys: a user has at most two access keys',
    ]);
  });

  it('must be YAML', async () => {
    expect(await problemsOf('accounts: [')).toEqual([expect.stringMatching(/^line \d+: /)]);
  });

  it('gives the same organization again, and another seed another one', () => {
    const keys = (organization: LocalOrganization) => organization.allAccessKeys();
    // A clock that runs may pass a second between the two.
    expect(keys(acme({ clock: 'stands' }))).toEqual(keys(acme({ clock: 'stands' })));
    expect(keys(acme())[0]?.accessKeyId).not.toBe(keys(acme({ seed: 'other' }))[0]?.accessKeyId);
    expect(new Set(keys(acme()).map((key) => key.accessKeyId)).size).toBe(338);
  });

  it('takes ages from its own now', () => {
    expect(
      acme()
        .accessKeys(PAYMENTS, 'Alice')
        .map((key) => key.createdAt.toISOString()),
    ).toEqual(['2026-10-11T23:55:00.000Z', '2026-11-20T20:55:00.000Z']);
  });

  it('gives generated users one key each, then a second to the first ones', () => {
    const counts = acme()
      .users(PAYMENTS)
      .filter((user) => user.userName.startsWith('dev-'))
      .map((user) => user.accessKeys.length);
    expect(counts).toHaveLength(250);
    expect(counts.indexOf(1)).toBe(84);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(334);
  });

  it('has the roles that it describes, and AWS’s own unless it says otherwise', () => {
    const organization = LocalOrganization.fromDescription({
      organization: { id: 'o-acme123456', managementAccount: 'Management' },
      organizationalUnits: { 'A/B': {} },
      accounts: [
        { name: 'Management', id: '111111111111' },
        { name: 'Other', id: '222222222222', ou: '/A\\/B', agent: 'missing', roles: { extra: { allows: ['*'] } } },
        { name: 'Closed', id: '333333333333', roles: { OrganizationAccountAccessRole: 'missing' } },
      ],
    });
    expect(organization.account('111111111111').roles).toEqual(['operator']);
    expect(organization.account('222222222222')).toMatchObject({
      agent: 'missing',
      organizationalUnitPath: '/A\\/B',
      roles: ['extra', 'OrganizationAccountAccessRole'],
    });
    expect(organization.account('333333333333').roles).toEqual([]);
  });

  it('changes what AWS’s own roles may do, and who may assume them', async () => {
    const organization = LocalOrganization.fromDescription({
      organization: { id: 'o-acme123456', managementAccount: 'Management' },
      accounts: [
        { name: 'Management', id: '111111111111', roles: { operator: { denies: ['iam:ListUsers'] } } },
        { name: 'Other', id: '222222222222', roles: { OrganizationAccountAccessRole: { trusts: ['222222222222'] } } },
      ],
    });
    const client = clientConfig(organization);
    await expect(new IAMClient(client).send(new ListUsersCommand({}))).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(new IAMClient(client).send(new ListGroupsCommand({}))).resolves.toMatchObject({ Groups: [] });
    const RoleArn = 'arn:aws:iam::222222222222:role/OrganizationAccountAccessRole';
    const assumed = new STSClient(client).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'test' }));
    await expect(assumed).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('cannot take away a role that nobody put there', async () => {
    const problems = await problemsOf(`
organization: { id: o-acme123456, managementAccount: Management }
accounts:
  - { name: Management, id: '111111111111', roles: { auditor: missing } }
  - { name: Other, id: '222222222222', roles: { operator: missing } }
`);
    expect(problems).toEqual([
      'accounts[0].roles.auditor: is missing in any case: of itself there is only operator',
      'accounts[1].roles.operator: is missing in any case: of itself there is only OrganizationAccountAccessRole',
    ]);
  });
});

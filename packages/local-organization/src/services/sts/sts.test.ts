import { IAMClient, ListUsersCommand } from '@aws-sdk/client-iam';
import { ListAccountsCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, GetAccessKeyInfoCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import { acme, asAdministrator, asRole, clientConfig, EMPTY, MANAGEMENT, PAYMENTS } from '../../testing/acme.ts';

const auditRole = `arn:aws:iam::${PAYMENTS}:role/auditor`;

async function assume(sts: STSClient, roleArn: string) {
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'run-1' }));
  return {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  };
}

describe('sts:AssumeRole', () => {
  it('opens a session that sees its own account and does what the role may, no more', async () => {
    const organization = acme();
    const credentials = await assume(new STSClient(asRole(organization, MANAGEMENT, 'controller')), auditRole);
    expect(credentials.accessKeyId).toMatch(/^ASIA/);
    const identity = await new STSClient(clientConfig(organization, credentials)).send(
      new GetCallerIdentityCommand({}),
    );
    expect(identity).toMatchObject({
      Account: PAYMENTS,
      Arn: `arn:aws:sts::${PAYMENTS}:assumed-role/auditor/run-1`,
    });
    expect(identity.UserId).toMatch(/^AROA[A-Z2-7]{17}:run-1$/);
    const iam = new IAMClient(clientConfig(organization, credentials));
    await expect(iam.send(new ListUsersCommand({}))).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('refuses a role that trusts somebody else and a role that does not exist in the same words', async () => {
    const organization = acme();
    const operator = new STSClient(clientConfig(organization));
    const refusalOf = async (roleArn: string) =>
      assume(operator, roleArn).then(String, (error: Error) => error.message);
    const untrusting = await refusalOf(auditRole);
    const missing = await refusalOf(auditRole.replace('auditor', 'nobody'));
    expect(untrusting).toMatch(/^User: .+ is not authorized to perform: sts:AssumeRole on resource: /);
    expect(missing.replace('nobody', 'auditor')).toBe(untrusting);
    const refused = { operation: 'sts:AssumeRole', accountId: PAYMENTS, outcome: 'AccessDenied' };
    expect(organization.journal.count(refused)).toBe(2);
  });

  it('needs both sides across accounts, and refuses a suspended account', async () => {
    const organization = acme();
    organization.putRole({ accountId: MANAGEMENT, roleName: 'powerless' });
    const roleArn = `arn:aws:iam::${PAYMENTS}:role/OrganizationAccountAccessRole`;
    await expect(assume(new STSClient(asRole(organization, MANAGEMENT, 'powerless')), roleArn)).rejects.toThrow(
      'not authorized',
    );
    const operator = new STSClient(clientConfig(organization));
    await assume(operator, roleArn);
    organization.suspendAccount(PAYMENTS);
    await expect(assume(operator, roleArn)).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('expires by the clock of the organization, in the words of each service', async () => {
    let now = new Date('2026-11-20T12:00:00Z');
    const organization = acme({ now: () => now });
    const operator = new STSClient(clientConfig(organization));
    const credentials = await assume(operator, `arn:aws:iam::${PAYMENTS}:role/OrganizationAccountAccessRole`);
    const config = clientConfig(organization, credentials);
    now = new Date('2026-11-20T12:59:59Z');
    await new STSClient(config).send(new GetCallerIdentityCommand({}));
    now = new Date('2026-11-20T13:00:00Z');
    await expect(new STSClient(config).send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: 'ExpiredToken',
    });
    const ssm = new SSMClient(config).send(new GetParameterCommand({ Name: 'x' }));
    await expect(ssm).rejects.toMatchObject({ name: 'ExpiredTokenException' });
  });

  it('does not last longer than the role allows', async () => {
    const sts = new STSClient(asRole(acme(), MANAGEMENT, 'controller'));
    for (const DurationSeconds of [60, 3601, 50_000]) {
      const command = new AssumeRoleCommand({ RoleArn: auditRole, RoleSessionName: 'run-1', DurationSeconds });
      await expect(sts.send(command)).rejects.toMatchObject({ name: 'ValidationError' });
    }
  });
});

describe('who signs', () => {
  it('must be known, by the key and by the token', async () => {
    const organization = acme();
    const unknown = clientConfig(organization, { accessKeyId: 'AKIAAAAAAAAAAAAAAAAA', secretAccessKey: 'x' });
    const wrongToken = clientConfig(organization, { ...organization.credentials(), sessionToken: 'guess' });
    for (const config of [unknown, wrongToken]) {
      const sts = new STSClient(config).send(new GetCallerIdentityCommand({}));
      await expect(sts).rejects.toMatchObject({ name: 'InvalidClientTokenId', $metadata: { httpStatusCode: 403 } });
      const organizations = new OrganizationsClient(config).send(new ListAccountsCommand({}));
      await expect(organizations).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
    }
  });

  it('cannot be a user whose key is inactive or deleted', async () => {
    const organization = acme();
    const address = { accountId: PAYMENTS, userName: 'ci' };
    const credentials = organization.credentials(address);
    const sts = new STSClient(clientConfig(organization, credentials));
    expect((await sts.send(new GetCallerIdentityCommand({}))).Arn).toBe(`arn:aws:iam::${PAYMENTS}:user/ci`);
    organization.setKeyStatus(address, credentials.accessKeyId, 'Inactive');
    await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
    organization.deleteAccessKey(address, credentials.accessKeyId);
    await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
  });
});

it('sts:GetAccessKeyInfo knows the account of any key id, deleted ones too', async () => {
  const organization = acme();
  const sts = new STSClient(asAdministrator(organization, EMPTY));
  const { accessKeyId = '' } = organization.accessKeys(PAYMENTS, 'ci')[0] ?? {};
  organization.deleteAccessKey({ accountId: PAYMENTS, userName: 'ci' }, accessKeyId);
  expect((await sts.send(new GetAccessKeyInfoCommand({ AccessKeyId: accessKeyId }))).Account).toBe(PAYMENTS);
});

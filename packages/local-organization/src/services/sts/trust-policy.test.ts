import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { AssumeRoleCommandInput } from '@aws-sdk/client-sts';
import { beforeEach, describe, expect, it } from 'vitest';
import type { LocalOrganization } from '../../local-organization.ts';
import type { PolicyStatement } from '../../policy/policy-document.ts';
import { acme, asRole, clientConfig, MANAGEMENT, PAYMENTS } from '../../testing/acme.ts';

let organization: LocalOrganization;

beforeEach(() => {
  organization = acme();
});

const central = () => new STSClient(asRole(organization, MANAGEMENT, 'controller'));
const root = (accountId: string) => ({ AWS: `arn:aws:iam::${accountId}:root` });
const trusting = (accountId: string, statement: Partial<PolicyStatement>) => {
  const Statement = [{ Effect: 'Allow', Action: 'sts:AssumeRole', ...statement }];
  organization.putRole({ accountId, roleName: 'trusting', trustPolicy: { Version: '2012-10-17', Statement } });
  return `arn:aws:iam::${accountId}:role/trusting`;
};
const assume = async (sts: STSClient, RoleArn: string, rest: Partial<AssumeRoleCommandInput> = {}) =>
  sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'run-1', ...rest })).then(
    () => 'assumed',
    (error: Error) => error.message,
  );

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
describe('a trust policy that names an account', () => {
  // The trust of the audit role, as the member template writes it.
  const auditTrust = (roleName: string, organizationId: string): Partial<PolicyStatement> => ({
    Principal: root(MANAGEMENT),
    Condition: {
      ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${MANAGEMENT}:role/${roleName}` },
      StringEquals: { 'aws:PrincipalOrgID': organizationId },
    },
  });

  it('lets the role in that its conditions name, and no other', async () => {
    const roleArn = trusting(PAYMENTS, auditTrust('controller', 'o-acme123456'));
    expect(await assume(central(), roleArn)).toBe('assumed');
    expect(await assume(new STSClient(clientConfig(organization)), roleArn)).toMatch('is not authorized to perform');
  });

  it.each([
    ['another role', 'operator', 'o-acme123456'],
    ['another organization', 'controller', 'o-other12345'],
  ])('keeps the centre out where its conditions name %s', async (_, roleName, organizationId) => {
    const roleArn = trusting(PAYMENTS, auditTrust(roleName, organizationId));
    expect(await assume(central(), roleArn)).toMatch('is not authorized to perform');
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
  it('is of a role with its path', async () => {
    const roleArn = trusting(PAYMENTS, { Principal: root(MANAGEMENT) });
    expect(await assume(central(), roleArn)).toBe('assumed');
    expect(await assume(central(), roleArn.replace('role/', 'role/elsewhere/'))).toMatch('is not authorized');
  });

  it('leaves it to the own policies of a principal of the same account', async () => {
    const roleArn = trusting(MANAGEMENT, { Principal: root(MANAGEMENT) });
    organization.putRole({ accountId: MANAGEMENT, roleName: 'powerless' });
    expect(await assume(central(), roleArn)).toBe('assumed');
    expect(await assume(new STSClient(asRole(organization, MANAGEMENT, 'powerless')), roleArn)).toMatch(
      'is not authorized',
    );
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html
describe('a trust policy that names a principal', () => {
  it('is enough within the account', async () => {
    organization.putRole({ accountId: MANAGEMENT, roleName: 'powerless' });
    const roleArn = trusting(MANAGEMENT, { Principal: { AWS: `arn:aws:iam::${MANAGEMENT}:role/powerless` } });
    expect(await assume(new STSClient(asRole(organization, MANAGEMENT, 'powerless')), roleArn)).toBe('assumed');
  });

  it('does not open the role to everybody else who may assume roles', async () => {
    const roleArn = trusting(MANAGEMENT, { Principal: { Service: 'lambda.amazonaws.com' } });
    expect(await assume(new STSClient(clientConfig(organization)), roleArn)).toMatch('is not authorized');
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
describe('a refusal', () => {
  it('says in which kind of policy somebody is denied, and not what is missing', async () => {
    const who = `User: arn:aws:sts::${MANAGEMENT}:assumed-role/controller/local is not authorized to perform: `;
    const denying = trusting(PAYMENTS, { Effect: 'Deny', Principal: '*' });
    const refused = `${who}sts:AssumeRole on resource: ${denying}`;
    expect(await assume(central(), denying)).toBe(`${refused} with an explicit deny in the role trust policy`);
    organization.putRole({
      accountId: MANAGEMENT,
      roleName: 'controller',
      allows: ['*'],
      denies: [{ actions: ['sts:AssumeRole'] }],
    });
    expect(await assume(central(), denying)).toBe(`${refused} with an explicit deny in an identity-based policy`);
    organization.putRole({ accountId: MANAGEMENT, roleName: 'controller', allows: ['sts:*'] });
    expect(await assume(central(), trusting(PAYMENTS, { Principal: root(PAYMENTS) }))).toBe(refused);
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
describe('a trust policy that asks for MFA', () => {
  const withMfa = { SerialNumber: `arn:aws:iam::${PAYMENTS}:mfa/Alice`, TokenCode: '123456' };
  const asking = (operator: string) =>
    trusting(PAYMENTS, {
      Principal: { AWS: `arn:aws:iam::${PAYMENTS}:user/Alice` },
      Condition: { [operator]: { 'aws:MultiFactorAuthPresent': 'true' } },
    });
  const alice = () =>
    new STSClient(clientConfig(organization, organization.credentials({ accountId: PAYMENTS, userName: 'Alice' })));

  it('by Bool, wants the code of the device', async () => {
    expect(await assume(alice(), asking('Bool'))).toMatch('is not authorized to perform');
    expect(await assume(alice(), asking('Bool'), withMfa)).toBe('assumed');
  });

  it('by BoolIfExists, is content with an access key alone', async () => {
    expect(await assume(alice(), asking('BoolIfExists'))).toBe('assumed');
  });

  it('wants the own device, and a code', async () => {
    for (const wrong of [
      { ...withMfa, SerialNumber: `arn:aws:iam::${PAYMENTS}:mfa/ci` },
      { ...withMfa, TokenCode: '12345x' },
      { SerialNumber: withMfa.SerialNumber },
    ])
      expect(await assume(alice(), asking('Bool'), wrong)).toMatch('MultiFactorAuthentication failed');
  });

  it('keeps out a session that was itself opened with MFA', async () => {
    const roleArn = asking('Bool');
    const opened = await alice().send(
      new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'run-1', ...withMfa }),
    );
    organization.putRole({
      accountId: PAYMENTS,
      roleName: 'next',
      trustPolicy: {
        Version: '2012-10-17',
        Statement: {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { AWS: roleArn },
          Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'true' } },
        },
      },
    });
    const session = new STSClient(
      clientConfig(organization, {
        accessKeyId: opened.Credentials?.AccessKeyId ?? '',
        secretAccessKey: opened.Credentials?.SecretAccessKey ?? '',
        sessionToken: opened.Credentials?.SessionToken ?? '',
      }),
    );
    expect(await assume(session, `arn:aws:iam::${PAYMENTS}:role/next`)).toMatch('is not authorized to perform');
  });
});

import { GetPublicKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { expect, it } from 'vitest';
import type { PolicyStatement } from '../../policy/policy-document.ts';
import { acme, asAdministrator, asRole, clientConfig, EMPTY, MANAGEMENT, PAYMENTS } from '../../testing/acme.ts';

const centralRole = `arn:aws:iam::${MANAGEMENT}:role/controller`;
const organization = acme();
const central = new KMSClient(asRole(organization, MANAGEMENT, 'controller'));
const operator = new KMSClient(clientConfig(organization));

const keyWith = (...Statement: PolicyStatement[]) => {
  const { keyId } = organization.createSigningKey({
    accountId: MANAGEMENT,
    policy: { Version: '2012-10-17', Statement },
  });
  return `arn:aws:kms:us-east-1:${MANAGEMENT}:key/${keyId}`;
};
const allow = (AWS: string, rest: Partial<PolicyStatement> = {}): PolicyStatement => ({
  Effect: 'Allow',
  Principal: { AWS },
  Action: 'kms:*',
  Resource: '*',
  ...rest,
});
const sign = (kms: KMSClient, KeyId: string) =>
  kms
    .send(
      new SignCommand({
        KeyId,
        Message: Buffer.from('order'),
        SigningAlgorithm: 'ECDSA_SHA_256',
      }),
    )
    .then(
      () => 'signed',
      (error: Error) => error.message,
    );

// https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
it('an administrator cannot use a key whose policy names somebody else', async () => {
  const key = keyWith(allow(centralRole, { Action: 'kms:Sign' }));
  expect(await sign(central, key)).toBe('signed');
  expect(await sign(operator, key)).toBe(
    `User: arn:aws:sts::${MANAGEMENT}:assumed-role/operator/local is not authorized to perform: kms:Sign ` +
      `on resource: ${key} because no resource-based policy allows the kms:Sign action`,
  );
});

// https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
it('a key without a policy of its own leaves it to the policies of its account', async () => {
  const { keyId } = organization.createSigningKey({ accountId: MANAGEMENT });
  organization.putRole({ accountId: MANAGEMENT, roleName: 'powerless' });
  expect(await sign(operator, keyId)).toBe('signed');
  expect(await sign(new KMSClient(asRole(organization, MANAGEMENT, 'powerless')), keyId)).toMatch(
    'because no identity-based policy allows the kms:Sign action',
  );
});

// https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
it('another account needs the policy of the key and its own', async () => {
  const key = keyWith(allow(`arn:aws:iam::${PAYMENTS}:root`, { Action: 'kms:GetPublicKey' }));
  const read = (kms: KMSClient) => kms.send(new GetPublicKeyCommand({ KeyId: key })).then((answer) => answer.KeyId);
  expect(await read(new KMSClient(asAdministrator(organization, PAYMENTS)))).toBe(key);
  await expect(read(new KMSClient(asAdministrator(organization, EMPTY)))).rejects.toThrow('no resource-based policy');
  await expect(read(new KMSClient(asRole(organization, PAYMENTS, 'auditor')))).rejects.toThrow(
    'no identity-based policy',
  );
});

// https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
it.each([
  ['kms:SigningAlgorithm', 'ECDSA_SHA_256', 'signed'],
  ['kms:SigningAlgorithm', 'RSASSA_PSS_SHA_256', 'no resource-based policy'],
  ['kms:MessageType', 'RAW', 'signed'],
  ['kms:MessageType', 'DIGEST', 'no resource-based policy'],
])('a key whose policy asks for %s %s: %s', async (key, value, expected) => {
  const Condition = { StringEquals: { [key]: value } };
  expect(await sign(central, keyWith(allow(centralRole, { Condition })))).toMatch(expected);
});

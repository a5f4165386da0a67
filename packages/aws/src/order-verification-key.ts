import { GetPublicKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { known, unknown, type Reading } from '@keysweep/core';
import { clientSettings, type Connection } from './connection.ts';
import { failureOf, malformed } from './iam/failure.ts';

const OPERATION = 'kms:GetPublicKey';

/**
 * The public half of the key that signs orders, as agents are told it: SubjectPublicKeyInfo, DER, base64. `keyId` is an id,
 * ARN or alias. `absent` where there is no such key. https://docs.aws.amazon.com/kms/latest/APIReference/API_GetPublicKey.html
 */
export async function readOrderVerificationKey(connection: Connection, keyId: string): Promise<Reading<string>> {
  const client = new KMSClient(clientSettings(connection));
  try {
    const { PublicKey: key, KeySpec: spec } = await client.send(new GetPublicKeyCommand({ KeyId: keyId }));
    if (key === undefined || spec !== 'ECC_NIST_P256')
      return unknown(malformed(OPERATION, `the key is not of the kind ECC_NIST_P256, but ${spec ?? 'unnamed'}`));
    return known(Buffer.from(key).toString('base64'));
  } catch (error) {
    const failure = failureOf(OPERATION, error);
    return failure.code === 'NotFoundException' ? { state: 'absent' } : unknown(failure);
  }
}

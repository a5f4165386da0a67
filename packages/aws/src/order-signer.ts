import { createHash } from 'node:crypto';
import { KMSClient, SignCommand } from '@aws-sdk/client-kms';
import type { OrderSigner } from '@keysweep/core';
import { known, unknown } from '@keysweep/core';
import { clientSettings, type Connection } from './connection.ts';
import { failureOf, malformed } from './iam/failure.ts';

/**
 * Signs orders with a KMS key (ECC_NIST_P256, SIGN_VERIFY) named by id, ARN or alias. KMS takes 4,096 bytes of message
 * at most, so it is given the SHA-256 digest. https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html
 */
export function orderSigner(connection: Connection, keyId: string): OrderSigner {
  const client = new KMSClient(clientSettings(connection));
  return {
    sign: async (order) => {
      const Message = createHash('sha256').update(order, 'utf8').digest();
      const command = new SignCommand({
        KeyId: keyId,
        Message,
        MessageType: 'DIGEST',
        SigningAlgorithm: 'ECDSA_SHA_256',
      });
      try {
        const { Signature: signature } = await client.send(command);
        if (signature === undefined) return unknown(malformed('kms:Sign', 'the answer holds no signature'));
        return known({ order, signature: Buffer.from(signature).toString('base64') });
      } catch (error) {
        return unknown(failureOf('kms:Sign', error));
      }
    },
  };
}

import { createHash, createPublicKey, verify } from 'node:crypto';
import { GetPublicKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';
import type { MessageType } from '@aws-sdk/client-kms';
import { describe, expect, it } from 'vitest';
import { acme, asAdministrator, clientConfig, EMPTY, MANAGEMENT } from '../../testing/acme.ts';

describe('kms:Sign', () => {
  const organization = acme();
  const { keyId, publicKey } = organization.createSigningKey({ accountId: MANAGEMENT });
  const kms = new KMSClient(clientConfig(organization));
  const sign = (Message: Uint8Array, type: MessageType = 'RAW') =>
    kms.send(new SignCommand({ KeyId: keyId, Message, MessageType: type, SigningAlgorithm: 'ECDSA_SHA_256' }));

  it.each(['RAW', 'DIGEST'] as const)('makes signatures of a %s that node:crypto verifies', async (type) => {
    const message = Buffer.from('{"order":1}');
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    // Several rounds: DER drops leading zeros, which come by chance.
    for (let round = 0; round < 20; round += 1) {
      const signed = type === 'RAW' ? message : createHash('sha256').update(message).digest();
      const { Signature } = await sign(signed, type);
      expect(verify('sha256', message, key, Signature ?? new Uint8Array())).toBe(true);
      expect(verify('sha256', Buffer.from('{"order":2}'), key, Signature ?? new Uint8Array())).toBe(false);
    }
  });

  it('signs at most 4096 bytes as they are, and digests of 32', async () => {
    await sign(Buffer.alloc(4096));
    await expect(sign(Buffer.alloc(4097))).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(sign(Buffer.alloc(31), 'DIGEST')).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('gives the public key, and knows no key of another account', async () => {
    const answer = await kms.send(new GetPublicKeyCommand({ KeyId: keyId }));
    expect(Buffer.from(answer.PublicKey ?? []).toString('base64')).toBe(publicKey);
    expect(answer.KeySpec).toBe('ECC_NIST_P256');
    const stranger = new KMSClient(asAdministrator(organization, EMPTY));
    await expect(stranger.send(new GetPublicKeyCommand({ KeyId: answer.KeyId }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    await expect(kms.send(new GetPublicKeyCommand({ KeyId: 'none' }))).rejects.toMatchObject({
      name: 'NotFoundException',
    });
  });
});

import { createPublicKey, verify } from 'node:crypto';
import type { SignedOrder } from '@keysweep/core';

/**
 * Whether an order was signed by the centre's key (ECDSA on P-256 with SHA-256, as KMS signs with ECC_NIST_P256).
 * Whatever is wrong with the envelope, the answer is no.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html
 */
export function isSignedBy(orderVerificationKey: string, envelope: SignedOrder): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(orderVerificationKey, 'base64'), format: 'der', type: 'spki' });
    return verify('sha256', Buffer.from(envelope.order, 'utf8'), key, Buffer.from(envelope.signature, 'base64'));
  } catch {
    return false;
  }
}

import { verify } from 'node:crypto';
import type { Reading, SignedOrder } from '@keysweep/core';
import { describe, expect } from 'vitest';
import { contractTest, type Backend } from './contract.ts';

/** What `OrderSigner` promises: what `node:crypto` verifies with the public key alone. */
export function describeOrderSignerContract(backend: Backend): void {
  describe('OrderSigner', () => {
    contractTest(backend, 'a signature verifies over the exact text, and over no other', {
      world: {},
      holds: async (made) => {
        const { signer, publicKey } = await made.orderSigner();
        const { order, signature } = signed(await signer.sign('{"kind":"plan","name":"ä€"}'));
        expect(order).toBe('{"kind":"plan","name":"ä€"}');
        const bytes = Buffer.from(signature, 'base64');
        expect(verify('sha256', Buffer.from(order), publicKey, bytes)).toBe(true);
        expect(verify('sha256', Buffer.from(`${order} `), publicKey, bytes)).toBe(false);
      },
    });

    contractTest(backend, 'an order longer than a KMS message is signed too', {
      world: {},
      holds: async (made) => {
        const { signer, publicKey } = await made.orderSigner();
        const { order, signature } = signed(await signer.sign('x'.repeat(200_000)));
        expect(verify('sha256', Buffer.from(order), publicKey, Buffer.from(signature, 'base64'))).toBe(true);
      },
    });
  });
}

function signed(reading: Reading<SignedOrder>): SignedOrder {
  return reading.state === 'known' ? reading.value : expect.unreachable(JSON.stringify(reading));
}

import type { Reading, SignedOrder } from '@keysweep/core';
import { describe, expect } from 'vitest';
import { contractTest, type Backend } from './contract.ts';

/** What `OrderSigner` promises: what an agent verifies without asking the signer. */
export function describeOrderSignerContract(backend: Backend): void {
  describe('OrderSigner', () => {
    contractTest(backend, 'a signature verifies over the exact text, and over no other', {
      world: {},
      holds: async (made) => {
        const { signer, verifies } = await made.orderSigner();
        const { order, signature } = signed(await signer.sign('{"kind":"plan","name":"ä€"}'));
        expect(order).toBe('{"kind":"plan","name":"ä€"}');
        expect(verifies({ order, signature })).toBe(true);
        expect(verifies({ order: `${order} `, signature })).toBe(false);
      },
    });

    contractTest(backend, 'an order longer than a KMS message is signed too', {
      world: {},
      holds: async (made) => {
        const { signer, verifies } = await made.orderSigner();
        expect(verifies(signed(await signer.sign('x'.repeat(200_000))))).toBe(true);
      },
    });
  });
}

function signed(reading: Reading<SignedOrder>): SignedOrder {
  return reading.state === 'known' ? reading.value : expect.unreachable(JSON.stringify(reading));
}

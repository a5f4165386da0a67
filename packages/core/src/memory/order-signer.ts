import type { OrderSigner, SignedOrder } from '../ports.ts';
import { known, unknown, type Failure, type Reading } from '../reading.ts';

/**
 * A signer in memory, who also knows her own signatures again. A stand-in: the signature says who signed which text, so
 * that a changed order or a foreign signer is noticed, and it is no secret how to forge one. `failing` makes signing fail.
 */
export class MemoryOrderSigner implements OrderSigner {
  failing: (operation: 'kms:Sign') => Failure | null = () => null;
  readonly #name: string;

  constructor(name = 'the centre') {
    this.#name = name;
  }

  async sign(order: string): Promise<Reading<SignedOrder>> {
    const failure = this.failing('kms:Sign');
    return failure === null ? known({ order, signature: this.#signatureOf(order) }) : unknown(failure);
  }

  /** Whether this signer signed exactly this text. */
  verifies({ order, signature }: SignedOrder): boolean {
    return signature === this.#signatureOf(order);
  }

  #signatureOf(order: string): string {
    return `signed by ${this.#name}: ${order}`;
  }
}

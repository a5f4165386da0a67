import type { KeyObject } from 'node:crypto';

/** An asymmetric KMS key of the spec ECC_NIST_P256 for signing. */
export interface SigningKey {
  readonly keyId: string;
  readonly arn: string;
  readonly privateKey: KeyObject;
  /** DER, SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array;
}

import type { KeyObject } from 'node:crypto';
import type { PolicyDocument } from '../policy/policy-document.ts';

/** An asymmetric KMS key of the spec ECC_NIST_P256 for signing. */
export interface SigningKey {
  readonly keyId: string;
  readonly arn: string;
  /** The key policy; without what it says, nobody may use the key. */
  policy: PolicyDocument;
  readonly privateKey: KeyObject;
  /** DER, SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array;
}

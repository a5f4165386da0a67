import { generateKeyPairSync } from 'node:crypto';
import { defaultKeyPolicy } from '../policy/default-key-policy.ts';
import type { PolicyDocument } from '../policy/policy-document.ts';
import { readPolicy } from '../policy/read-policy.ts';
import type { Account } from './account.ts';
import type { OrganizationState } from './organization-state.ts';
import type { SigningKey } from './signing-key.ts';

/**
 * Makes a signing key; its id follows from the seed, the key pair is fresh each time. Throws `policy-unsupported` for a
 * policy that cannot be evaluated.
 */
export function addSigningKey(
  state: OrganizationState,
  account: Account,
  policy: PolicyDocument = defaultKeyPolicy(account.id),
): SigningKey {
  readPolicy(policy, 'resource', 'key policy');
  const number = String(account.signingKeysEverMade);
  account.signingKeysEverMade += 1;
  const part = (length: number, name: string): string =>
    state.identifiers.hexadecimal(length, 'kms', account.id, number, name);
  const keyId = [part(8, 'a'), part(4, 'b'), part(4, 'c'), part(4, 'd'), part(12, 'e')].join('-');
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const key: SigningKey = {
    keyId,
    arn: `arn:aws:kms:${state.settings.region}:${account.id}:key/${keyId}`,
    policy,
    privateKey,
    publicKey: publicKey.export({ format: 'der', type: 'spki' }),
  };
  account.signingKeys.set(keyId, key);
  return key;
}

import type { PolicyDocument } from '../policy/policy-document.ts';
import type { Account } from './account.ts';
import type { OrganizationState } from './organization-state.ts';

/** A symmetric KMS key: it only exists, and its policy says who may use it. */
export interface EncryptionKey {
  readonly keyId: string;
  readonly arn: string;
  policy: PolicyDocument;
}

const KEY = /^(?:arn:aws:kms:[^:]+:(\d{12}):key\/)?([\w-]+)$/;
const ALIAS = /^(?:arn:aws:kms:[^:]+:(\d{12}):)?(alias\/.+)$/;

/** A key by its id, its ARN, or the name or ARN of an alias, with what authorization needs of it; null where there is none. */
export function keyWithPolicy(
  state: OrganizationState,
  caller: Account,
  keyId: string,
): { readonly arn: string; readonly accountId: string; readonly policy: PolicyDocument } | null {
  const [, owner = caller.id, name] = ALIAS.exec(keyId) ?? KEY.exec(keyId) ?? [];
  const account = state.accounts.get(owner);
  const id = account?.keyAliases.get(name ?? '') ?? name ?? '';
  const key = account?.encryptionKeys.get(id);
  return account === undefined || key === undefined
    ? null
    : { arn: key.arn, accountId: account.id, policy: key.policy };
}

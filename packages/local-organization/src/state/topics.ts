import { readPolicy } from '../policy/read-policy.ts';
import type { PolicyDocument } from '../policy/policy-document.ts';
import { LocalOrganizationError } from '../error.ts';
import type { Account } from './account.ts';
import type { OrganizationState } from './organization-state.ts';

/** What a topic is made with. `keyPolicy` is of the KMS key that encrypts it; left out, nothing does. */
export interface NewTopic {
  readonly name: string;
  readonly policy?: PolicyDocument;
  readonly keyPolicy?: PolicyDocument;
}

/** A topic that was made, and its key if it has one. */
export interface CreatedTopic {
  readonly topicArn: string;
  readonly keyArn: string | null;
}

/** Makes a topic, as an administrator. Throws `already-exists`, or `policy-unsupported` for what cannot be evaluated. */
export function addTopic(state: OrganizationState, account: Account, topic: NewTopic): CreatedTopic {
  const { name, policy, keyPolicy } = topic;
  const arn = `arn:aws:sns:${state.settings.region}:${account.id}:${name}`;
  if (account.topics.has(arn)) throw new LocalOrganizationError('already-exists', `There is a topic ${arn} already.`);
  if (policy !== undefined) readPolicy(policy, 'resource', `policy of ${name}`);
  const keyArn = keyPolicy === undefined ? null : addKeyOf(state, account, { name, keyPolicy });
  account.topics.set(arn, { arn, name, kmsKeyId: keyArn, policy: policy ?? null, published: [] });
  return { topicArn: arn, keyArn };
}

function addKeyOf(
  state: OrganizationState,
  account: Account,
  { name, keyPolicy }: { readonly name: string; readonly keyPolicy: PolicyDocument },
): string {
  readPolicy(keyPolicy, 'resource', `key policy of ${name}`);
  const part = (length: number, of: string): string =>
    state.identifiers.hexadecimal(length, 'kms', account.id, name, of);
  const keyId = [part(8, 'a'), part(4, 'b'), part(4, 'c'), part(4, 'd'), part(12, 'e')].join('-');
  const arn = `arn:aws:kms:${state.settings.region}:${account.id}:key/${keyId}`;
  account.encryptionKeys.set(keyId, { keyId, arn, policy: keyPolicy });
  return arn;
}

import type { Account } from './account.ts';
import type { IamUser, KeyUse, StoredAccessKey } from './iam-entities.ts';
import type { OrganizationState } from './organization-state.ts';
import { nameKey } from './sorted-index.ts';

/** What a new access key may be given. */
export interface NewAccessKey {
  readonly status?: string | undefined;
  readonly createdAt?: Date | undefined;
  readonly lastUse?: KeyUse | null | undefined;
}

/** The user that gets or loses a key, and where it lives. */
export interface KeyHolder {
  readonly account: Account;
  readonly user: IamUser;
}

/** Gives a user one more access key; the id follows from the seed, the account, the user and how many keys it ever had. */
export function addAccessKey(
  state: OrganizationState,
  { account, user }: KeyHolder,
  key: NewAccessKey = {},
): StoredAccessKey {
  const { accessKeyId, secretAccessKey } = freshCredentials(state, account.id, user.userName);
  const added: StoredAccessKey = {
    accessKeyId,
    secretAccessKey,
    userName: user.userName,
    createdAt: wholeSecond(key.createdAt ?? state.clock()),
    status: key.status ?? 'Active',
    lastUse: key.lastUse ?? null,
  };
  user.accessKeys.put(added);
  state.accessKeyOwners.set(accessKeyId, { account, user, key: added });
  return added;
}

/** Takes an access key away. */
export function removeAccessKey(state: OrganizationState, user: IamUser, key: StoredAccessKey): void {
  user.accessKeys.delete(`${key.createdAt.toISOString()} ${key.accessKeyId}`);
  state.accessKeyOwners.delete(key.accessKeyId);
}

/** The key of a user by its id. */
export function accessKeyOf(state: OrganizationState, user: IamUser, accessKeyId: string): StoredAccessKey | undefined {
  const owner = state.accessKeyOwners.get(accessKeyId);
  return owner?.user === user ? owner.key : undefined;
}

function freshCredentials(state: OrganizationState, accountId: string, userName: string) {
  const names = [nameKey(userName), String(state.nextKeyNumber(accountId, userName))];
  return {
    accessKeyId: state.identifiers.accessKeyId('AKIA', accountId, ...names),
    secretAccessKey: state.identifiers.secret(accountId, ...names),
  };
}

// IAM keeps times in whole seconds; a report and a listing of one key must agree.
function wholeSecond(date: Date): Date {
  return new Date(Math.floor(date.getTime() / 1000) * 1000);
}

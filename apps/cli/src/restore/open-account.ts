import { readAccountOfKey, readCallerIdentity, roleAccess, type CallerIdentity, type Connection } from '@keysweep/aws';
import { KeysweepError, type Failure } from '@keysweep/core';
import { partitionOf } from '../organization/identify-caller.ts';

/** The account of a key, as AWS says. Throws `key-not-restored` where it says none. */
export async function accountOfKey(connection: Connection, accessKeyId: string): Promise<string> {
  const account = await readAccountOfKey(connection, accessKeyId);
  if (account.state === 'known') return account.value;
  const why = account.state === 'unknown' ? textOf(account.failure) : 'nothing was said';
  throw new KeysweepError('key-not-restored', `AWS did not say which account the key is of: ${why}`, {
    hint: 'name it with --account',
  });
}

/** With what the account of a key is opened. */
export interface Opening {
  readonly connection: Connection;
  readonly caller: CallerIdentity;
  readonly roleName: string | undefined;
}

/**
 * Opens an account to act in: with the caller's own credentials where they are of it, else through the named role. Throws `usage`
 * where neither leads there, `key-not-restored` where the role does not open or leads elsewhere.
 */
export async function openAccount(
  accountId: string,
  { connection, caller, roleName }: Opening,
): Promise<{ readonly connection: Connection; readonly arn: string }> {
  if (caller.accountId === accountId) return { connection, arn: caller.arn };
  if (roleName === undefined)
    throw new KeysweepError('usage', `the key is in ${accountId}, and these are credentials of ${caller.accountId}`, {
      hint: 'use credentials of that account, or name a role there with --role-name, such as OrganizationAccountAccessRole',
    });
  const opened = await roleAccess(connection, { roleName, partition: partitionOf(caller.arn) })(
    accountId,
    'keysweep-restore',
  );
  const identity = opened.state === 'known' ? await readCallerIdentity(opened.value) : opened;
  if (opened.state === 'known' && identity.state === 'known' && identity.value.accountId === accountId)
    return { connection: opened.value, arn: identity.value.arn };
  const why = identity.state === 'unknown' ? textOf(identity.failure) : 'it leads elsewhere';
  throw new KeysweepError('key-not-restored', `the role ${roleName} does not open ${accountId}: ${why}`, {
    hint: `may ${caller.arn} assume it there?`,
  });
}

/** A failure in a line. */
export function textOf({ operation, code, message }: Failure): string {
  return `${operation}: ${code}: ${message}`;
}

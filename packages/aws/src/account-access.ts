import { known, type AccessKeyWriter, type IamReader, type Reading } from '@keysweep/core';
import { readCallerIdentity } from './caller-identity.ts';
import type { Connection } from './connection.ts';
import type { CredentialReportOptions } from './iam/credential-report.ts';
import { accessKeyWriter } from './iam/access-key-writer.ts';
import { createIamClient } from './iam/iam-client.ts';
import { iamReader } from './iam/iam-reader.ts';
import { roleAccess, type RoleAccessOptions } from './role-access.ts';

/** IAM of an account, to read and to revoke access keys in. */
export interface AccountAccess {
  /** The account that these credentials are of, as AWS says; never what was asked for. */
  readonly accountId: string;
  /** Who acts there. */
  readonly arn: string;
  readonly reader: IamReader;
  readonly writer: AccessKeyWriter;
}

/** Opens member accounts for an agent that is in none of them: by a role that may do there what the agent's may. */
export function accountAccess(
  connection: Connection,
  options: RoleAccessOptions & CredentialReportOptions,
): (accountId: string, sessionName: string) => Promise<Reading<AccountAccess>> {
  const openAccount = roleAccess(connection, options);
  return async (accountId, sessionName) => {
    const opened = await openAccount(accountId, sessionName);
    if (opened.state !== 'known') return opened;
    const identity = await readCallerIdentity(opened.value);
    if (identity.state !== 'known') return identity;
    const iam = createIamClient(opened.value);
    const { accountId: itsId, arn } = identity.value;
    return known({ accountId: itsId, arn, reader: iamReader(iam, options), writer: accessKeyWriter(iam) });
  };
}

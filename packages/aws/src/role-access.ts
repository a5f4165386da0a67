import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { KeysweepError, known, unknown, type Reading } from '@keysweep/core';
import { clientSettings, type Connection } from './connection.ts';
import { failureOf, malformed } from './iam/failure.ts';

/** Through which role accounts are opened. */
export interface RoleAccessOptions {
  readonly roleName: string;
  /** Default `aws`. */
  readonly partition?: string;
  /** An account that is opened with the connection's own credentials: the caller's own. Default: none. */
  readonly ownAccountId?: string;
}

/** Opens an account: a connection that acts in it. `sessionName` names the session in the account's CloudTrail. */
export type OpenAccount = (accountId: string, sessionName: string) => Promise<Reading<Connection>>;

const OPERATION = 'sts:AssumeRole';

/**
 * Opens accounts by assuming a role in each, for one hour: the most that a chained role gets.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export function roleAccess(connection: Connection, options: RoleAccessOptions): OpenAccount {
  const client = new STSClient(clientSettings(connection));
  const { roleName, partition = 'aws', ownAccountId } = options;
  return async (accountId, sessionName) => {
    if (!/^\d{12}$/.test(accountId))
      throw new KeysweepError('internal', 'something was to be opened that is no account');
    if (accountId === ownAccountId) return known(connection);
    const command = new AssumeRoleCommand({
      RoleArn: `arn:${partition}:iam::${accountId}:role/${roleName}`,
      RoleSessionName: sessionNameOf(sessionName),
    });
    try {
      const { Credentials: session } = await client.send(command);
      if (!session?.AccessKeyId || !session.SecretAccessKey || !session.SessionToken)
        return unknown(malformed(OPERATION, 'the answer holds no credentials'));
      const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = session;
      return known({ ...connection, credentials: { accessKeyId, secretAccessKey, sessionToken } });
    } catch (error) {
      return unknown(failureOf(OPERATION, error));
    }
  };
}

/** 2 to 64 characters of `\w+=,.@-`. */
function sessionNameOf(name: string): string {
  return name
    .replaceAll(/[^\w+=,.@-]/g, '-')
    .slice(0, 64)
    .padEnd(2, '-');
}

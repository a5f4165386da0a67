import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { known, unknown, type Reading } from '@keysweep/core';
import { clientSettings, type Connection } from './connection.ts';
import { failureOf, malformed } from './iam/failure.ts';

/** Whose credentials a connection has. */
export interface CallerIdentity {
  readonly accountId: string;
  /** Of the user, or of the session of a role. */
  readonly arn: string;
  /** The id of the access key that requests are signed with. */
  readonly accessKeyId: string;
}

const OPERATION = 'sts:GetCallerIdentity';

/**
 * Asks AWS whose credentials these are: no permission is needed for that.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export async function readCallerIdentity(connection: Connection): Promise<Reading<CallerIdentity>> {
  const client = new STSClient(clientSettings(connection));
  try {
    const { Account: accountId = '', Arn: arn = '' } = await client.send(new GetCallerIdentityCommand({}));
    if (!/^\d{12}$/.test(accountId) || !arn.startsWith('arn:'))
      return unknown(malformed(OPERATION, 'the answer names no account or no caller'));
    const { accessKeyId } = await client.config.credentials();
    return known({ accountId, arn, accessKeyId });
  } catch (error) {
    return unknown(failureOf(OPERATION, error));
  }
}

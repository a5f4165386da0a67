import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { known, unknown, type Reading } from '@keysweep/core';
import { clientSettings, type Connection } from './connection.ts';
import { failureOf, malformed } from './iam/failure.ts';

/** Whose credentials a connection has. */
export interface CallerIdentity {
  readonly accountId: string;
  readonly arn: string;
}

const OPERATION = 'sts:GetCallerIdentity';

/** Asks AWS who we are, which needs no permission. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
export async function readCallerIdentity(connection: Connection): Promise<Reading<CallerIdentity>> {
  const client = new STSClient(clientSettings(connection));
  try {
    const { Account: accountId, Arn: arn } = await client.send(new GetCallerIdentityCommand({}));
    return accountId === undefined || arn === undefined
      ? unknown(malformed(OPERATION, 'the answer names no account'))
      : known({ accountId, arn });
  } catch (error) {
    return unknown(failureOf(OPERATION, error));
  }
}

import { GetAccessKeyInfoCommand, STSClient } from '@aws-sdk/client-sts';
import { known, unknown, type Reading } from '@keysweep/core';
import { clientSettings, type Connection } from './connection.ts';
import { failureOf, malformed } from './iam/failure.ts';

const OPERATION = 'sts:GetAccessKeyInfo';

/**
 * The account that an access key is of, whether the key is active, inactive or deleted.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetAccessKeyInfo.html
 */
export async function readAccountOfKey(connection: Connection, accessKeyId: string): Promise<Reading<string>> {
  const client = new STSClient(clientSettings(connection));
  try {
    const { Account: accountId = '' } = await client.send(new GetAccessKeyInfoCommand({ AccessKeyId: accessKeyId }));
    return /^\d{12}$/.test(accountId) ? known(accountId) : unknown(malformed(OPERATION, 'the answer names no account'));
  } catch (error) {
    return unknown(failureOf(OPERATION, error));
  }
}

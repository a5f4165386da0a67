import { UpdateAccessKeyCommand } from '@aws-sdk/client-iam';
import { KeysweepError, known, unknown, type AccessKeyAddress, type Reading } from '@keysweep/core';
import type { Connection } from '../connection.ts';
import { createIamClient } from '../iam/iam-client.ts';
import { failureOf, saysNoSuchEntity } from '../iam/failure.ts';

/**
 * Makes an inactive access key active again, in the account of the connection; `absent` where IAM says there is no such key or
 * user. A failure may have done it all the same, where only the answer was lost. For people alone: no agent has this.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccessKey.html
 *
 * @throws KeysweepError `internal` for an address without a user or a key: IAM would take it for the caller's own.
 */
export async function reactivateAccessKey(
  connection: Connection,
  { userName, accessKeyId }: AccessKeyAddress,
): Promise<Reading<null>> {
  if (userName.trim() === '' || accessKeyId.trim() === '')
    throw new KeysweepError('internal', 'an access key was about to be reactivated without naming its user and its id');
  const command = new UpdateAccessKeyCommand({ UserName: userName, AccessKeyId: accessKeyId, Status: 'Active' });
  try {
    await createIamClient(connection).send(command);
    return known(null);
  } catch (error) {
    const failure = failureOf('iam:UpdateAccessKey', error);
    return saysNoSuchEntity(failure) ? { state: 'absent' } : unknown(failure);
  }
}

import { DeleteAccessKeyCommand, UpdateAccessKeyCommand, type IAMClient } from '@aws-sdk/client-iam';
import type { AccessKeyAddress, AccessKeyWriter, WriteResult } from '@keysweep/core';
import { KeysweepError } from '@keysweep/core';
import { failureOf, saysNoSuchEntity } from './failure.ts';

/**
 * Revokes access keys in the account of the client's credentials.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccessKey.html,
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccessKey.html
 *
 * @throws KeysweepError `internal` for an address without a user or a key: IAM would take it for the caller's own.
 */
export function accessKeyWriter(client: IAMClient): AccessKeyWriter {
  return {
    deactivate: (key) => {
      const command = new UpdateAccessKeyCommand({ ...addressOf(key), Status: 'Inactive' });
      const { sent, count } = attemptCounter();
      command.middlewareStack.add(count, EACH_ATTEMPT);
      return resultOf('iam:UpdateAccessKey', sent, () => client.send(command));
    },
    delete: (key) => {
      const command = new DeleteAccessKeyCommand(addressOf(key));
      const { sent, count } = attemptCounter();
      command.middlewareStack.add(count, EACH_ATTEMPT);
      return resultOf('iam:DeleteAccessKey', sent, () => client.send(command));
    },
  };
}

/** A middleware that counts how often a request passes it. */
function attemptCounter() {
  const sent = { attempts: 0 };
  const count =
    <Request, Answer>(next: (request: Request) => Promise<Answer>) =>
    (request: Request): Promise<Answer> => {
      sent.attempts += 1;
      return next(request);
    };
  return { sent, count };
}

/** The place nearest to the network: the SDK's retries pass it once per attempt, whether or not an answer comes back. */
const EACH_ATTEMPT = { step: 'deserialize', priority: 'low', name: 'keysweepCountAttempts' } as const;

async function resultOf(
  operation: string,
  sent: { readonly attempts: number },
  send: () => Promise<unknown>,
): Promise<WriteResult> {
  try {
    await send();
    return { state: 'done', attempts: sent.attempts };
  } catch (error) {
    const failure = failureOf(operation, error);
    if (saysNoSuchEntity(failure)) return { state: 'absent', attempts: sent.attempts };
    return { state: 'failed', attempts: sent.attempts, failure };
  }
}

function addressOf({ userName, accessKeyId }: AccessKeyAddress): { UserName: string; AccessKeyId: string } {
  if (userName.trim() === '' || accessKeyId.trim() === '') {
    throw new KeysweepError('internal', 'an access key was about to be changed without naming its user and its id');
  }
  return { UserName: userName, AccessKeyId: accessKeyId };
}

import { denialMessage } from '../../authorization.ts';
import { keyWithPolicy } from '../../state/encryption-keys.ts';
import type { Topic } from '../../state/topic.ts';
import { ServiceError } from '../../wire/service-error.ts';
import type { Call } from '../operation.ts';

/** The key that SNS has for itself, which lets everybody in who may publish. */
const OF_SNS = /(^|:)alias\/aws\/sns$/;
const NEEDED = ['kms:GenerateDataKey', 'kms:Decrypt'] as const;

/**
 * Who publishes to an encrypted topic must be able to use its key.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export function encryptMessage(call: Call, { kmsKeyId }: Topic): void {
  if (kmsKeyId === null || OF_SNS.test(kmsKeyId)) return;
  const key = keyWithPolicy(call.state, call.account, kmsKeyId);
  if (key === null)
    throw new ServiceError('KMSNotFoundException', `Key '${kmsKeyId}' does not exist (Service: AWSKMS)`);
  for (const action of NEEDED) {
    const authorization = call.authorize(action, key);
    if (authorization.verdict === 'denied')
      throw new ServiceError(
        'KMSAccessDeniedException',
        denialMessage(call.caller, { action, resource: key }, authorization),
      );
  }
}

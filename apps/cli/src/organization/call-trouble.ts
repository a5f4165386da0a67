import type { Failure } from '@keysweep/core';
import { credentialsTrouble, type Trouble } from './credentials-trouble.ts';

/**
 * Whether a failure is about the way to AWS, whatever was asked: the credentials, the Region, the network, or AWS asking for
 * patience. Null where it is about what was asked.
 */
export function callTrouble(failure: Failure, profile: string | undefined): Trouble | null {
  return credentialsTrouble(failure, profile) ?? roadTrouble(failure);
}

function roadTrouble({ kind, operation, code, message }: Failure): Trouble | null {
  const why = `${operation}: ${code}: ${message}`;
  if (kind === 'throttled')
    return { why, hint: 'AWS is throttling, and went on when asked again and again: try again in a few minutes' };
  if (kind === 'network' || kind === 'timeout')
    return { why, hint: 'AWS was not reached: look at the network, the Region and AWS_ENDPOINT_URL, and try again' };
  return null;
}

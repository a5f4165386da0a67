import { readCallerIdentity, type CallerIdentity, type Connection } from '@keysweep/aws';
import { KeysweepError } from '@keysweep/core';
import { callTrouble } from './call-trouble.ts';

/**
 * Whose credentials a connection has. `profile` is named where it is at fault.
 * @throws KeysweepError `caller-unknown`.
 */
export async function identifyCaller(connection: Connection, profile: string | undefined): Promise<CallerIdentity> {
  const identity = await readCallerIdentity(connection);
  if (identity.state === 'known') return identity.value;
  const failure = identity.state === 'unknown' ? identity.failure : null;
  const trouble = failure === null ? null : callTrouble(failure, profile);
  const what = failure === null ? 'nothing was said' : `${failure.operation}: ${failure.code}: ${failure.message}`;
  throw new KeysweepError('caller-unknown', `AWS did not say who is calling: ${trouble?.why ?? what}`, {
    hint: trouble?.hint ?? 'try again',
  });
}

/** The partition of AWS that an ARN is of. */
export function partitionOf(arn: string): string {
  return arn.split(':')[1] ?? 'aws';
}

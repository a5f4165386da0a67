import { KeysweepError, type ErrorCode, type Failure, type Reading } from '@keysweep/core';
import { callTrouble } from '../organization/call-trouble.ts';

/** A failure of AWS in one line: which operation, and what AWS said. */
export function failureText({ operation, code, message }: Failure): string {
  return `${operation}: ${code}: ${message}`;
}

/**
 * What was read; null where it does not exist.
 * @throws KeysweepError with `code` where it could not be read: nothing is changed on a guess.
 */
export function presentOrNull<T>(reading: Reading<T>, what: string, code: ErrorCode = 'deployment-refused'): T | null {
  if (reading.state === 'known') return reading.value;
  if (reading.state === 'absent') return null;
  const { failure } = reading;
  const why = callTrouble(failure, undefined)?.why ?? failureText(failure);
  throw new KeysweepError(code, `${what} could not be read: ${why}`, { hint: hintFor(failure) });
}

/** What to do about a failure of AWS. */
export function hintFor(failure: Failure): string {
  const trouble = callTrouble(failure, undefined);
  if (trouble !== null) return trouble.hint;
  if (failure.kind === 'access-denied') return 'deploying takes an administrator of the account';
  return 'nothing was changed by this; try again';
}

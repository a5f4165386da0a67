import { KeysweepError } from '@keysweep/core';

/** What a function of a member account needs of the Lambda context. */
export interface LambdaContext {
  readonly invokedFunctionArn: string;
}

/** The account that a function is in, by its own ARN: whatever its payload says, it acts there. */
export function accountIdOf({ invokedFunctionArn }: LambdaContext): string {
  const accountId = invokedFunctionArn.split(':')[4];
  if (accountId === undefined)
    throw new KeysweepError('environment-invalid', 'the function has no ARN to tell its account from');
  return accountId;
}

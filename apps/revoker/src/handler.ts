import { accessKeyWriter, createIamClient, iamReader, pace, systemClock } from '@keysweep/aws/iam';
import { KeysweepError, maskAccessKeyId, type Order, type Outcome } from '@keysweep/core';
import { readEnvironment } from './environment.ts';
import { obey } from './obey.ts';

/** What this function needs of the Lambda context. */
export interface LambdaContext {
  readonly invokedFunctionArn: string;
}

/** IAM's limits are per account and low: few calls at a time, many tries. */
const CALLS_AT_A_TIME = 5;

/** The Region only says which partition IAM is asked in. */
const iam = createIamClient({ region: process.env['AWS_REGION'] ?? 'us-east-1' });

/** The member account's door: a signed order in; a plan, outcomes or a refusal out. */
export async function handler(event: unknown, context: LambdaContext): Promise<unknown> {
  return obey(event, {
    environment: readEnvironment(process.env),
    accountId: accountIdOf(context.invokedFunctionArn),
    caller: context.invokedFunctionArn,
    reader: iamReader(iam),
    writer: accessKeyWriter(iam),
    pace: pace(CALLS_AT_A_TIME),
    clock: systemClock,
    onOutcome: logOutcome,
  });
}

function accountIdOf(functionArn: string): string {
  const accountId = functionArn.split(':')[4];
  if (accountId === undefined)
    throw new KeysweepError('environment-invalid', 'the function has no ARN to tell its account from');
  return accountId;
}

/** One line per key, so that CloudWatch knows what happened even where the answer never arrived. */
function logOutcome({ accessKeyId, userName, decision, outcome, reason }: Outcome, { runId, policy }: Order): void {
  console.log(
    JSON.stringify({
      event: 'access-key',
      runId,
      policy,
      userName,
      accessKey: maskAccessKeyId(accessKeyId),
      decision,
      outcome,
      reason,
    }),
  );
}

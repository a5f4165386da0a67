import { accessKeyWriter, createIamClient, iamReader, pace, systemClock } from '@keysweep/aws/iam';
import { readEnvironment } from './environment.ts';
import { accountIdOf, type LambdaContext } from './lambda-context.ts';
import { logOutcome } from './log-outcome.ts';
import { obey } from './obey.ts';

/** IAM's limits are per account and low: few calls at a time, many tries. */
const CALLS_AT_A_TIME = 5;

/** The Region only says which partition IAM is asked in. */
const iam = createIamClient({ region: process.env['AWS_REGION'] ?? 'us-east-1' });

/** The member account's door: a signed order in; a plan, outcomes or a refusal out. */
export async function handler(event: unknown, context: LambdaContext): Promise<unknown> {
  return obey(event, {
    environment: readEnvironment(process.env),
    accountId: accountIdOf(context),
    caller: context.invokedFunctionArn,
    reader: iamReader(iam),
    writer: accessKeyWriter(iam),
    pace: pace(CALLS_AT_A_TIME),
    clock: systemClock,
    onOutcome: logOutcome,
  });
}

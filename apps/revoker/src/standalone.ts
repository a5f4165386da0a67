import { recordStore } from '@keysweep/aws';
import { accessKeyWriter, createIamClient, iamReader, pace, systemClock } from '@keysweep/aws/iam';
import type { AccountPlan } from '@keysweep/core';
import { accountIdOf, type LambdaContext } from './lambda-context.ts';
import { logOutcome } from './log-outcome.ts';
import { readStandaloneEnvironment } from './standalone-environment.ts';
import { sweepOwnAccount } from './sweep-own-account.ts';

/** What this function needs of the Lambda context. */
export interface StandaloneContext extends LambdaContext {
  getRemainingTimeInMillis(): number;
}

/** What a run came to, in numbers. */
export interface StandaloneResult {
  readonly runId: string;
  readonly users: number;
  readonly keys: number;
  /** Outcomes by name: `deleted`, `deactivated`, `refused` and so on. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** What could not be read; no key it concerns was touched. */
  readonly unknowns: readonly string[];
  readonly refusal: AccountPlan['refusal'];
}

/** IAM's limits are per account and low: few calls at a time, many tries. */
const CALLS_AT_A_TIME = 5;
/** What is left of the function's time when no further revocation is started: enough to look again and to store. */
const STORING_MS = 60_000;

const region = process.env['AWS_REGION'] ?? 'us-east-1';
const iam = createIamClient({ region });

/**
 * The door of an account that has no organization: EventBridge Scheduler's `{ "scheduledTime": "<ISO 8601>" }` in, what
 * came of it out. An error makes Lambda start the same run again: that is how a run that stopped goes on.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export async function handler(event: unknown, context: StandaloneContext): Promise<StandaloneResult> {
  const environment = readStandaloneEnvironment(process.env);
  const now = systemClock.now().getTime();
  const timeLeft = context.getRemainingTimeInMillis() - STORING_MS;
  const { plan, answer } = await sweepOwnAccount(scheduledTimeOf(event), {
    environment,
    accountId: accountIdOf(context),
    caller: context.invokedFunctionArn,
    reader: iamReader(iam),
    writer: accessKeyWriter(iam),
    evidence: recordStore({ region }, { bucket: environment.bucket }),
    pace: pace(CALLS_AT_A_TIME),
    clock: systemClock,
    planBy: new Date(now + timeLeft / 2),
    finishBy: new Date(now + timeLeft),
    onOutcome: logOutcome,
  });
  const { runId, users, keys, unknowns, refusal } = plan;
  const outcomes: Record<string, number> = {};
  for (const { outcome } of answer.outcomes) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  const unread = unknowns.map(({ concerns, failure }) => `${concerns}: ${failure.code}`);
  const result = { runId, users: users.length, keys: keys.length, outcomes, unknowns: unread, refusal };
  console.log(JSON.stringify({ event: 'run', ...result }));
  return result;
}

/** Whatever is no time becomes an invalid date, which is a time that has not come. */
function scheduledTimeOf(event: unknown): Date {
  const time: unknown = typeof event === 'object' && event !== null ? Reflect.get(event, 'scheduledTime') : null;
  return new Date(typeof time === 'string' ? time : Number.NaN);
}

import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Agent, AgentAnswer, Failure, SignedOrder } from '@keysweep/core';
import { KeysweepError } from '@keysweep/core';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { answerOf, verdictOf } from './agent-answer.ts';
import { boundAnswer } from './bound-answer.ts';
import { clientSettings, type Connection } from './connection.ts';
import { failureOf } from './iam/failure.ts';
import { pauseFor } from './iam/system-clock.ts';

/** Which function is an account's agent, and how patiently it is asked. */
export interface AgentOptions {
  /** Default `keysweep-revoker`. */
  readonly functionName?: string;
  /** Default `aws`. */
  readonly partition?: string;
  /** How long an order may take, silence or not, in milliseconds, before its answer is `lost`; default 700,000: past the agent's own 660 s. */
  readonly answerTimeoutMs?: number;
  /** How often an order is sent at most while AWS refuses to start the agent; default 6. */
  readonly attempts?: number;
  /** Waits the given milliseconds. */
  readonly sleep?: (milliseconds: number) => Promise<void>;
}

const DEFAULT_ANSWER_TIMEOUT_MS = 700_000;
const CONNECTION_TIMEOUT_MS = 10_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8_000;

/**
 * Asks the agents of member accounts, in the connection's Region, by synchronous invocation. The SDK sends each request
 * once; what is sent again here are only orders that AWS says it did not start.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export function lambdaAgent(connection: Connection & { readonly region: string }, options: AgentOptions = {}): Agent {
  const timeout = options.answerTimeoutMs ?? DEFAULT_ANSWER_TIMEOUT_MS;
  const requestHandler =
    connection.requestHandler ??
    new NodeHttpHandler({ connectionTimeout: CONNECTION_TIMEOUT_MS, socketTimeout: timeout });
  const client = new LambdaClient(clientSettings({ ...connection, requestHandler, maxAttempts: 1 }));
  const { functionName = 'keysweep-revoker', partition = 'aws' } = options;
  return {
    ask: (accountId, envelope) => {
      if (!/^\d{12}$/.test(accountId))
        throw new KeysweepError('internal', 'an agent was asked in something that is no account');
      const arn = `arn:${partition}:lambda:${connection.region}:${accountId}:function:${functionName}`;
      return askPatiently(() => askOnce(client, invocation(arn, envelope), timeout), options);
    },
  };
}

/** What one attempt came to, and whether AWS may be asked again because nothing was started. */
interface Attempt {
  readonly answer: AgentAnswer;
  readonly again: boolean;
}

async function askPatiently(ask: () => Promise<Attempt>, options: AgentOptions): Promise<AgentAnswer> {
  const sleep = options.sleep ?? pauseFor;
  for (let left = (options.attempts ?? 6) - 1, pause = FIRST_PAUSE_MS; ; left -= 1) {
    const { answer, again } = await ask();
    if (!again || left <= 0) return answer;
    await sleep(pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
  }
}

function invocation(functionArn: string, envelope: SignedOrder): InvokeCommand {
  return new InvokeCommand({
    FunctionName: functionArn,
    InvocationType: 'RequestResponse',
    Payload: new TextEncoder().encode(JSON.stringify(envelope)),
  });
}

async function askOnce(client: LambdaClient, command: InvokeCommand, timeout: number): Promise<Attempt> {
  const request: { sent: boolean; refusal: Failure | null } = { sent: false, refusal: null };
  command.middlewareStack.add(
    (next) => async (args) => {
      request.sent = true;
      const result = await next(args);
      boundAnswer(result.response, (failure) => (request.refusal = failure));
      return result;
    },
    { step: 'deserialize', priority: 'low', name: 'keysweepBoundAnswer' },
  );
  const attempt = await client.send(command, { abortSignal: AbortSignal.timeout(timeout) }).then(
    ({ Payload, FunctionError }): Attempt => ({ answer: answerOf(Payload, FunctionError), again: false }),
    (error: unknown) => attemptOf(failureOf('lambda:Invoke', error), statusOf(error), request.sent),
  );
  return request.refusal === null ? attempt : { answer: { state: 'lost', failure: request.refusal }, again: false };
}

function attemptOf(failure: Failure, status: number | null, sent: boolean): Attempt {
  const verdict = sent ? verdictOf(failure, status) : 'unreachable';
  return { answer: { state: verdict === 'again' ? 'unreachable' : verdict, failure }, again: verdict === 'again' };
}

function statusOf(error: unknown): number | null {
  const metadata: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, '$metadata') : null;
  const status: unknown =
    typeof metadata === 'object' && metadata !== null ? Reflect.get(metadata, 'httpStatusCode') : null;
  return typeof status === 'number' ? status : null;
}

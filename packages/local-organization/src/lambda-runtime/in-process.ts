import { setTimeout as sleep } from 'node:timers/promises';
import type { InProcessHandler } from '../state/local-function.ts';
import { failed, returned, timedOut } from './failures.ts';
import type { InvocationResult } from './failures.ts';
import type { Invocation } from './messages.ts';

/** Runs a handler in this process, with payloads copied through JSON as a real boundary would. */
export async function runInProcess(
  run: InProcessHandler,
  message: Invocation,
  timeoutSeconds: number,
): Promise<InvocationResult> {
  const deadline = Date.now() + timeoutSeconds * 1000;
  const context = { ...message.context, getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()) };
  const done = new AbortController();
  const timeout = sleep(timeoutSeconds * 1000, undefined, { signal: done.signal }).then(
    () => timedOut(message.context.awsRequestId, timeoutSeconds),
    () => returned('null'),
  );
  const result = await Promise.race([answerOf(run, message.event, context), timeout]);
  done.abort();
  return result;
}

async function answerOf(
  run: InProcessHandler,
  event: string,
  context: Parameters<InProcessHandler>[1],
): Promise<InvocationResult> {
  try {
    const result = await run(JSON.parse(event), context);
    return returned(JSON.stringify(result ?? null));
  } catch (error) {
    if (!(error instanceof Error)) return failed({ errorType: typeof error, errorMessage: String(error), trace: [] });
    return failed({ errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') });
  }
}

import type { InvocationResponse } from '@aws-sdk/client-lambda';
import { LAMBDA } from '../services/lambda/lambda.ts';
import { ConnectionDropped, decodeText, encodeText } from '../wire/message.ts';
import { ServiceError } from '../wire/service-error.ts';
import type { TaskState } from './definition.ts';
import { bindingsOf, unlessEnded } from './execution-run.ts';
import type { Visit } from './execution-run.ts';
import { evaluateTemplate } from './expression.ts';
import type { Bindings } from './expression.ts';
import { limitedJson, StateFailure } from './state-failure.ts';

interface InvokeArguments {
  readonly FunctionName: unknown;
  readonly Payload?: unknown;
}

/**
 * Calls the function of a Task and gives what the service integration gives. A function that fails is an error under the
 * name of its own error. https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html
 */
export async function invokeFunction(state: TaskState, visit: Visit): Promise<unknown> {
  const bindings = bindingsOf(visit);
  const { FunctionName: functionName, Payload: payload = {} } = (await evaluateTemplate(
    state.Arguments,
    bindings,
    'Arguments',
  )) as InvokeArguments;
  const text = limitedJson(payload, `The payload of the state '${visit.name}'`);
  const seconds = await timeoutOf(state, bindings);
  const request = { input: { FunctionName: String(functionName), Payload: encodeText(text) } };
  const invoked = visit.run.tools.ask(visit.run, 'lambda:Invoke', request).catch((error: unknown) => {
    throw asLambdaFailure(error);
  });
  const answer = (await unlessEnded(visit.run.signal, inTime(invoked, seconds))) as InvocationResponse;
  const answered = decodeText(answer.Payload ?? new Uint8Array());
  if (answer.FunctionError !== undefined) throw functionFailure(answered);
  const result = { ExecutedVersion: answer.ExecutedVersion, Payload: JSON.parse(answered), StatusCode: 200 };
  limitedJson(result, `The result of the state '${visit.name}'`);
  return result;
}

async function timeoutOf({ TimeoutSeconds: timeout }: TaskState, bindings: Bindings): Promise<number | undefined> {
  if (timeout === undefined) return undefined;
  const seconds = await evaluateTemplate(timeout, bindings, 'TimeoutSeconds');
  if (typeof seconds === 'number' && Number.isInteger(seconds) && seconds > 0) return seconds;
  throw new StateFailure('States.QueryEvaluationError', `TimeoutSeconds is ${JSON.stringify(seconds)}.`);
}

// Functions run in real time whatever the organization's clock says, and so do their time limits.
async function inTime<T>(work: Promise<T>, seconds: number | undefined): Promise<T> {
  if (seconds === undefined) return work;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const failure = new StateFailure('States.Timeout', `The task took longer than ${seconds} seconds.`);
    timer = setTimeout(() => reject(failure), seconds * 1000);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/**
 * The name an error of Lambda itself has: `Lambda.` and the exception. What Lambda's API has no exception for, a missing
 * permission above all, is Lambda.AWSLambdaException; an answer that never came is the client's.
 * https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html#bp-lambda-serviceexception
 */
function asLambdaFailure(error: unknown): unknown {
  if (error instanceof ConnectionDropped) return new StateFailure('Lambda.SdkClientException', error.message);
  if (!(error instanceof ServiceError)) return error;
  const modelled = LAMBDA.model.error(error.exception) !== undefined;
  return new StateFailure(`Lambda.${modelled ? error.exception : 'AWSLambdaException'}`, error.message);
}

function functionFailure(payload: string): StateFailure {
  const { errorType } = JSON.parse(payload) as { readonly errorType?: unknown };
  return new StateFailure(typeof errorType === 'string' ? errorType : 'Lambda.Unknown', payload);
}

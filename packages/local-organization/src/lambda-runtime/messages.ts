/** What a function process is told first: the code, its file name in stack traces, and the export to call. */
export interface LoadMessage {
  readonly kind: 'load';
  readonly filename: string;
  readonly source: string;
  readonly exportName: string;
}

/** One invocation, as it is asked for. Payloads cross as JSON text, as they do in Lambda. */
export interface Invocation {
  readonly kind: 'invoke';
  readonly event: string;
  readonly context: {
    readonly awsRequestId: string;
    readonly functionName: string;
    readonly functionVersion: string;
    readonly invokedFunctionArn: string;
    readonly memoryLimitInMB: string;
  };
}

/** One invocation, as a function process is told of it when it begins. */
export interface InvokeMessage extends Invocation {
  /** Milliseconds since the epoch, by the real clock: time limits of functions are real. */
  readonly deadline: number;
  readonly clock: FunctionClock;
}

/** The clock that a function sees, in milliseconds: how far it is ahead of the real one, or at which instant it stands. */
export type FunctionClock =
  { readonly stands: false; readonly ahead: number } | { readonly stands: true; readonly at: number };

/** An error as Lambda reports it to the caller. https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html */
export interface FunctionFailure {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** What a function process says back. */
export type ProcessMessage =
  | { readonly kind: 'loaded' }
  | { readonly kind: 'result'; readonly payload: string }
  | { readonly kind: 'failure'; readonly failure: FunctionFailure };

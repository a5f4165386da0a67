import type { PolicyStatement } from '../policy/policy-document.ts';

/** What a handler gets beside its event. https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
export interface FunctionContext {
  readonly awsRequestId: string;
  readonly functionName: string;
  readonly functionVersion: string;
  readonly invokedFunctionArn: string;
  readonly memoryLimitInMB: string;
  getRemainingTimeInMillis(): number;
}

/** A handler that runs in the organization's own process. */
export type InProcessHandler = (event: unknown, context: FunctionContext) => unknown;

/** A handler to run in place of a function's own code, with the function's environment and role; undefined: its own code. */
export type StandIn = (deployed: LocalFunction) => InProcessHandler | undefined;

/**
 * Where the code of a function comes from: a CommonJS bundle, its text, the files of an archive of which `entry` is CommonJS,
 * or a handler in this process.
 */
export type FunctionCode =
  | { readonly kind: 'bundle'; readonly bundlePath: string }
  | { readonly kind: 'inline'; readonly source: string }
  | { readonly kind: 'archive'; readonly files: ReadonlyMap<string, Uint8Array>; readonly entry: string }
  | { readonly kind: 'in-process'; readonly run: InProcessHandler };

/** A deployed function. */
export interface LocalFunction {
  readonly accountId: string;
  readonly functionName: string;
  readonly arn: string;
  readonly code: FunctionCode;
  /** `file.export`, as in CloudFormation; the export is what counts. */
  readonly handler: string;
  readonly roleName: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memorySize: number;
  /** The resource policy, one statement per permission; a change replaces the list. */
  resourcePolicy: readonly PolicyStatement[];
  readonly deployedAt: Date;
  /** Lines of stdout and stderr, oldest first. */
  readonly logs: string[];
}

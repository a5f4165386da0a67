import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { assumeAsService, trustsService } from '../assume-as-service.ts';
import type { ServiceAtWork } from '../assume-as-service.ts';
import type { LocalFunction } from '../state/local-function.ts';
import type { OrganizationState } from '../state/organization-state.ts';
import { ServiceError } from '../wire/service-error.ts';
import { ExecutionEnvironment } from './execution-environment.ts';
import type { InvocationResult } from './failures.ts';
import { runInProcess } from './in-process.ts';
import type { InvokeMessage, LoadMessage } from './messages.ts';
import { defaultRuntimeModules } from './runtime-modules.ts';

/** What function processes are started with. */
export interface FleetOptions {
  /** The plain JavaScript file that runs in a function process. */
  readonly bootstrapPath?: string | undefined;
  /** The folder of packages that stands for the runtime's own SDK. */
  readonly runtimeModules?: string | undefined;
  /** The URL of the HTTP door, opened if it is not yet. */
  readonly endpointUrl: () => Promise<string>;
}

interface WarmEnvironment {
  readonly of: LocalFunction;
  readonly environment: ExecutionEnvironment;
}

// Idle processes cost memory; an organization of hundreds of accounts must not keep hundreds of them.
const WARM_ENVIRONMENTS = 16;
const CREDENTIAL_SECONDS = 12 * 60 * 60;
const LOG_LINES = 10_000;

/**
 * The execution environments of all functions: each serves one invocation at a time, is used again while it is warm, and
 * another is started where all are busy. https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
 */
export class FunctionFleet {
  readonly #state: OrganizationState;
  readonly #options: FleetOptions;
  /** Least recently used first. */
  #warm: WarmEnvironment[] = [];
  readonly #busy = new Set<ExecutionEnvironment>();

  constructor(state: OrganizationState, options: FleetOptions) {
    this.#state = state;
    this.#options = options;
  }

  /** Runs a function on a JSON event. */
  async invoke(called: LocalFunction, event: string, requestId: string): Promise<InvocationResult> {
    const message = invokeMessage(called, event, requestId);
    if (called.code.kind === 'in-process') {
      if (!trustsService(this.#state, this.#atWork(called))) throw cannotAssume();
      return runInProcess(called.code.run, message, called.timeoutSeconds);
    }
    const environment = this.#takeWarm(called) ?? (await this.#start(called));
    this.#busy.add(environment);
    const result = await environment.invoke(message, called.timeoutSeconds);
    this.#busy.delete(environment);
    if (environment.alive) this.#keepWarm({ of: called, environment });
    return result;
  }

  /** Ends the idle environments of a function that is gone or replaced. */
  async discard(gone: LocalFunction): Promise<void> {
    const discarded = this.#warm.filter((warm) => warm.of === gone);
    this.#warm = this.#warm.filter((warm) => warm.of !== gone);
    await Promise.all(discarded.map(({ environment }) => environment.stop()));
  }

  /** Ends all environments. */
  async close(): Promise<void> {
    const all = [...this.#warm.map(({ environment }) => environment), ...this.#busy];
    this.#warm = [];
    await Promise.all(all.map((environment) => environment.stop()));
  }

  #atWork({ accountId, roleName, arn }: LocalFunction): ServiceAtWork {
    return { service: 'lambda.amazonaws.com', account: this.#state.account(accountId), roleName, sourceArn: arn };
  }

  #takeWarm(called: LocalFunction): ExecutionEnvironment | undefined {
    const index = this.#warm.findLastIndex((warm) => warm.of === called);
    if (index < 0) return undefined;
    const [taken] = this.#warm.splice(index, 1);
    const isFresh = taken !== undefined && taken.environment.expiresAt.getTime() > this.#state.clock().getTime();
    if (isFresh && taken.environment.alive) return taken.environment;
    void taken?.environment.stop();
    return this.#takeWarm(called);
  }

  #keepWarm(warm: WarmEnvironment): void {
    this.#warm.push(warm);
    if (this.#warm.length > WARM_ENVIRONMENTS) void this.#warm.shift()?.environment.stop();
  }

  async #start(called: LocalFunction): Promise<ExecutionEnvironment> {
    const session = assumeAsService(this.#state, this.#atWork(called), {
      sessionName: called.functionName,
      durationSeconds: CREDENTIAL_SECONDS,
    });
    if (session === null) throw cannotAssume();
    return new ExecutionEnvironment({
      bootstrapPath: this.#options.bootstrapPath ?? fileURLToPath(new URL('./bootstrap.mjs', import.meta.url)),
      variables: {
        ...called.environment,
        PATH: process.env['PATH'] ?? '',
        // Lambda sets it too, to where its own SDK is.
        NODE_PATH: this.#options.runtimeModules ?? defaultRuntimeModules(),
        AWS_REGION: this.#state.settings.region,
        AWS_LAMBDA_FUNCTION_NAME: called.functionName,
        AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
        AWS_ACCESS_KEY_ID: session.accessKeyId,
        AWS_SECRET_ACCESS_KEY: session.secretAccessKey,
        AWS_SESSION_TOKEN: session.sessionToken,
        AWS_ENDPOINT_URL: await this.#options.endpointUrl(),
      },
      code: await codeOf(called),
      expiresAt: session.expiresAt,
      log: (line) => {
        called.logs.push(line);
        if (called.logs.length > LOG_LINES) called.logs.shift();
      },
    });
  }
}

function cannotAssume(): ServiceError {
  const message = 'The role defined for the function cannot be assumed by Lambda.';
  return new ServiceError('InvalidParameterValueException', message);
}

function invokeMessage(called: LocalFunction, event: string, requestId: string): InvokeMessage {
  return {
    kind: 'invoke',
    event,
    deadline: 0,
    context: {
      awsRequestId: requestId,
      functionName: called.functionName,
      functionVersion: '$LATEST',
      invokedFunctionArn: called.arn,
      memoryLimitInMB: String(called.memorySize),
    },
  };
}

async function codeOf({ code, handler, functionName }: LocalFunction): Promise<LoadMessage> {
  const exportName = handler.slice(handler.lastIndexOf('.') + 1);
  if (code.kind === 'bundle') {
    return { kind: 'load', filename: code.bundlePath, source: await readFile(code.bundlePath, 'utf8'), exportName };
  }
  const source = code.kind === 'inline' ? code.source : '';
  return { kind: 'load', filename: `/var/task/${functionName}/index.js`, source, exportName };
}

import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pLimit from 'p-limit';
import type { LimitFunction } from 'p-limit';
import { assumeAsService, trustsService } from '../assume-as-service.ts';
import type { ServiceAtWork } from '../assume-as-service.ts';
import type { LocalFunction, StandIn } from '../state/local-function.ts';
import type { OrganizationState } from '../state/organization-state.ts';
import { decodeText } from '../wire/message.ts';
import { ServiceError } from '../wire/service-error.ts';
import { ExecutionEnvironment } from './execution-environment.ts';
import { failed } from './failures.ts';
import type { InvocationResult } from './failures.ts';
import { runInProcess } from './in-process.ts';
import type { Invocation, LoadMessage } from './messages.ts';
import { defaultRuntimeModules } from './runtime-modules.ts';
import { TaskFolders } from './task-folders.ts';

/** What function processes are started with. */
export interface FleetOptions {
  /** The plain JavaScript file that runs in a function process. */
  readonly bootstrapPath?: string | undefined;
  /** The folder of packages that stands for the runtime's own SDK. */
  readonly runtimeModules?: string | undefined;
  readonly standIn?: StandIn | undefined;
  /** The URL of the HTTP door, opened if it is not yet. */
  readonly endpointUrl: () => Promise<string>;
}

/** An asynchronous invocation that failed as often as Lambda tries it. */
export interface LostEvent {
  readonly functionArn: string;
  /** JSON. */
  readonly event: string;
  /** JSON: what the last try failed with. */
  readonly failure: string;
}

interface WarmEnvironment {
  readonly of: LocalFunction;
  readonly environment: ExecutionEnvironment;
}

// Idle processes cost memory; an organization of hundreds of accounts must not keep hundreds of them.
const WARM_ENVIRONMENTS = 16;
// Lambda would start as many as are asked for. What runs here mostly waits for answers, but starting takes a processor.
const ENVIRONMENTS_PER_FUNCTION = 2 * Math.max(2, availableParallelism());
const CREDENTIAL_SECONDS = 12 * 60 * 60;
const LOG_LINES = 10_000;
// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html: two retries
const ASYNCHRONOUS_TRIES = 3;

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
  readonly #places = new WeakMap<LocalFunction, LimitFunction>();
  readonly #later = new Set<Promise<void>>();
  #closed = false;
  /** Oldest first; there are no destinations and no queues, this list stands for them. */
  readonly lostEvents: LostEvent[] = [];
  readonly #taskFolders = new TaskFolders();

  constructor(state: OrganizationState, options: FleetOptions) {
    this.#state = state;
    this.#options = options;
  }

  /** Runs a function on a JSON event. */
  async invoke(called: LocalFunction, event: string, requestId: string): Promise<InvocationResult> {
    const message = invokeMessage(called, event, requestId);
    const here = called.code.kind === 'in-process' ? called.code.run : this.#options.standIn?.(called);
    if (here !== undefined) {
      if (!trustsService(this.#state, this.#atWork(called))) throw cannotAssume();
      return runInProcess(here, message, called.timeoutSeconds);
    }
    return this.#placesOf(called)(() => this.#invokeProcess(called, message));
  }

  async #invokeProcess(called: LocalFunction, message: Invocation): Promise<InvocationResult> {
    const environment = this.#takeWarm(called) ?? (await this.#start(called));
    this.#busy.add(environment);
    const result = await environment.invoke(message, called.timeoutSeconds);
    this.#busy.delete(environment);
    if (environment.alive) this.#keepWarm({ of: called, environment });
    return result;
  }

  #placesOf(called: LocalFunction): LimitFunction {
    const places = this.#places.get(called) ?? pLimit(ENVIRONMENTS_PER_FUNCTION);
    this.#places.set(called, places);
    return places;
  }

  /** Runs a function on a JSON event in the background, again at once where it fails. */
  invokeLater(called: LocalFunction, event: string, requestId: string): void {
    const done = this.#tryEvent(called, event, requestId).finally(() => this.#later.delete(done));
    this.#later.add(done);
  }

  /** Resolves when no asynchronous invocation is under way. */
  async idle(): Promise<void> {
    while (this.#later.size > 0) await Promise.all(this.#later);
  }

  /** Ends the idle environments of a function that is gone or replaced. */
  async discard(gone: LocalFunction): Promise<void> {
    const discarded = this.#warm.filter((warm) => warm.of === gone);
    this.#warm = this.#warm.filter((warm) => warm.of !== gone);
    await Promise.all(discarded.map(({ environment }) => environment.stop()));
    await this.#taskFolders.remove(gone);
  }

  /** Ends all environments. */
  async close(): Promise<void> {
    const all = [...this.#warm.map(({ environment }) => environment), ...this.#busy];
    this.#warm = [];
    this.#closed = true;
    await Promise.all(all.map((environment) => environment.stop()));
    await this.#taskFolders.removeAll();
  }

  async #tryEvent(called: LocalFunction, event: string, requestId: string): Promise<void> {
    let failure = '';
    for (let tried = 0; tried < ASYNCHRONOUS_TRIES && !this.#closed; tried += 1) {
      const result = await this.invoke(called, event, requestId).catch(asFailed);
      if (result.functionError === undefined) return;
      failure = decodeText(result.payload);
    }
    this.lostEvents.push({ functionArn: called.arn, event, failure });
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
    const { code, taskRoot } = await this.#codeOf(called);
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
        ...(taskRoot === undefined ? {} : { LAMBDA_TASK_ROOT: taskRoot }),
      },
      code,
      expiresAt: session.expiresAt,
      time: this.#state.time,
      log: (line) => {
        called.logs.push(line);
        if (called.logs.length > LOG_LINES) called.logs.shift();
      },
    });
  }

  /** What a process loads; `taskRoot` is the folder of an archive. */
  async #codeOf(called: LocalFunction): Promise<{ readonly code: LoadMessage; readonly taskRoot?: string }> {
    const { code, handler, functionName } = called;
    const load = { kind: 'load', exportName: handler.slice(handler.lastIndexOf('.') + 1) } as const;
    if (code.kind === 'bundle') {
      return { code: { ...load, filename: code.bundlePath, source: await readFile(code.bundlePath, 'utf8') } };
    }
    if (code.kind === 'archive') {
      const taskRoot = await this.#taskFolders.folderOf(called, code.files);
      const filename = join(taskRoot, code.entry);
      return { code: { ...load, filename, source: await readFile(filename, 'utf8') }, taskRoot };
    }
    const source = code.kind === 'inline' ? code.source : '';
    return { code: { ...load, filename: `/var/task/${functionName}/index.js`, source } };
  }
}

// Where the function cannot even be started; nobody waits for the refusal.
function asFailed(error: unknown): InvocationResult {
  if (!(error instanceof ServiceError)) throw error;
  return failed({ errorType: error.exception, errorMessage: error.message });
}

function cannotAssume(): ServiceError {
  const message = 'The role defined for the function cannot be assumed by Lambda.';
  return new ServiceError('InvalidParameterValueException', message);
}

function invokeMessage(called: LocalFunction, event: string, requestId: string): Invocation {
  return {
    kind: 'invoke',
    event,
    context: {
      awsRequestId: requestId,
      functionName: called.functionName,
      functionVersion: '$LATEST',
      invokedFunctionArn: called.arn,
      memoryLimitInMB: String(called.memorySize),
    },
  };
}

import type { Clock } from '../clock.ts';
import type { Execution, ExecutionEvent, StateMachine } from '../state/state-machine.ts';
import type { Workflow } from './definition.ts';
import type { Bindings, StatesVariable } from './expression.ts';

type Values = Readonly<Record<string, unknown>>;

/** What the engine reaches the rest of the organization through. */
export interface EngineTools {
  readonly clock: Clock;
  /** Calls a service under the role of the machine; rejects as the pipeline does. `effect` replaces what the operation does. */
  ask(run: ExecutionRun, operation: `${string}:${string}`, request: ServiceRequest): Promise<Values>;
  /** Waits as the clock says: not at all while it stands. */
  wait(seconds: number, signal: AbortSignal): Promise<void>;
  /** Starts a child of a Map run; `done` resolves when it has ended, however it did. */
  startChild(parent: ExecutionRun, child: ChildExecution): StartedExecution;
}

/** What a service is asked. */
export interface ServiceRequest {
  readonly input: Values;
  readonly effect?: () => Values;
}

/** A child to start. */
export interface ChildExecution {
  readonly name: string;
  readonly mapRunArn: string;
  readonly workflow: Workflow;
  /** JSON. */
  readonly input: string;
  /** Of the Map run. */
  readonly signal: AbortSignal;
}

/** An execution under way. */
export interface StartedExecution {
  readonly execution: Execution;
  readonly done: Promise<void>;
}

/** An execution, from inside. */
export interface ExecutionRun {
  readonly machine: StateMachine;
  readonly execution: Execution;
  readonly input: unknown;
  /** Aborted with an ExecutionEnded. */
  readonly signal: AbortSignal;
  /** What states assigned. A child sees none of its parent's. */
  readonly variables: Map<string, unknown>;
  readonly tools: EngineTools;
}

/** One visit to a state. */
export interface Visit {
  readonly run: ExecutionRun;
  readonly name: string;
  readonly input: unknown;
}

/** How a state is left: with its output, to the next one or, with null, out of the workflow. */
export interface Departure {
  readonly output: unknown;
  readonly next: string | null;
}

/**
 * What expressions of a visit are evaluated with. Of the context object, what is listed here.
 * https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html
 */
export function bindingsOf({ run, input }: Visit, more: Partial<StatesVariable> & { map?: unknown } = {}): Bindings {
  const { map, ...members } = more;
  const context = {
    Execution: {
      Id: run.execution.arn,
      Input: run.input,
      Name: run.execution.name,
      RoleArn: run.machine.roleArn,
      StartTime: run.execution.startedAt.toISOString(),
    },
    StateMachine: { Id: run.machine.arn, Name: run.machine.name },
    ...(map === undefined ? {} : { Map: map }),
  };
  return { ...Object.fromEntries(run.variables), states: { input, context, ...members } };
}

const EVENTS = 1000;

/** Notes an event of an execution. */
export function record({ run, name }: Visit, event: Omit<ExecutionEvent, 'at' | 'state'>): void {
  const { events } = run.execution;
  if (events.length < EVENTS) events.push({ at: run.tools.clock(), state: name, ...event });
}

/** Settles as a promise does, or rejects at once with the reason of an abort. */
export function unlessEnded<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = (): void => reject(signal.reason);
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', end));
  });
}

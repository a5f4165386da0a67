import { setTimeout as sleep } from 'node:timers/promises';
import type { PerformServiceCall } from '../request-pipeline.ts';
import { servicePrincipal } from '../service-role.ts';
import type { OrganizationState } from '../state/organization-state.ts';
import type { Execution, StateMachine } from '../state/state-machine.ts';
import type { Workflow } from './definition.ts';
import type { ChildExecution, EngineTools, ExecutionRun, StartedExecution } from './execution-run.ts';
import { runWorkflow } from './run-workflow.ts';
import { ExecutionEnded, StateFailure } from './state-failure.ts';

/** An execution to start. */
export interface NewExecution {
  readonly name: string;
  /** JSON. */
  readonly input: string;
}

interface Launch {
  readonly machine: StateMachine;
  readonly execution: Execution;
  readonly workflow: Workflow;
  readonly signal: AbortSignal;
}

interface Running {
  readonly ending: AbortController;
  readonly done: Promise<void>;
}

// Retries may wait for minutes; nobody who waits for a test does.
const LONGEST_WAIT_SECONDS = 1;
const TIME_LIMIT = 'The execution took longer than its TimeoutSeconds.';

/** Runs executions in the background, and knows when none runs any more. */
export class Executions {
  readonly #state: OrganizationState;
  readonly #perform: PerformServiceCall;
  readonly #running = new Map<Execution, Running>();
  /** What went wrong in the engine itself, and nobody was told yet. */
  readonly #crashes: unknown[] = [];
  readonly #tools: EngineTools;

  constructor(state: OrganizationState, perform: PerformServiceCall) {
    this.#state = state;
    this.#perform = perform;
    this.#tools = {
      clock: state.clock,
      ask: async ({ machine, execution }, operation, { input, effect }) => {
        const { accountId, roleArn, arn: sourceArn } = machine;
        // Children act under the session of the execution they belong to.
        const sessionName = (execution.parentArn ?? execution.arn).split(':').at(-1) ?? '';
        const account = state.account(accountId);
        const given = { service: 'states.amazonaws.com', roleArn, account, sourceArn };
        const principal = servicePrincipal(state, given, sessionName);
        return this.#perform({ principal, operation, input, ...(effect === undefined ? {} : { run: effect }) });
      },
      wait: async (seconds, signal) => {
        if (state.time.stands) return;
        const milliseconds = Math.min(seconds, LONGEST_WAIT_SECONDS) * 1000;
        // Aborted: the run looks at the signal itself.
        await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
      },
      startChild: (parent, child) => this.#startChild(parent, child),
    };
  }

  /** Starts an execution of a name that is free; it runs on by itself. */
  start(machine: StateMachine, { name, input }: NewExecution): Execution {
    const { definition } = machine;
    const arn = `${machine.arn.replace(':stateMachine:', ':execution:')}:${name}`;
    const execution = this.#put(machine, { name, arn, input, mapRunArn: null, parentArn: null });
    const ending = new AbortController();
    const limit = definition.TimeoutSeconds;
    const outOfTime = new ExecutionEnded('TIMED_OUT', 'States.Timeout', TIME_LIMIT);
    const timer = limit === undefined ? undefined : setTimeout(() => ending.abort(outOfTime), limit * 1000);
    timer?.unref();
    const launch = { machine, execution, workflow: definition, signal: ending.signal };
    void this.#launch(launch, ending).then(() => clearTimeout(timer));
    return execution;
  }

  /** Stops an execution if it runs; its children end with it. */
  async stop(execution: Execution, ended: ExecutionEnded): Promise<void> {
    const running = this.#running.get(execution);
    running?.ending.abort(ended);
    await running?.done;
  }

  /** Resolves when nothing runs any more. Rejects with what went wrong in the engine itself, if anything did. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await this.#allDone();
    if (this.#crashes.length > 0) throw this.#crashes.shift();
  }

  /** Stops everything. */
  async close(): Promise<void> {
    for (const { ending } of this.#running.values()) ending.abort(new ExecutionEnded('ABORTED', null, null));
    await this.#allDone();
  }

  async #allDone(): Promise<void> {
    await Promise.all([...this.#running.values()].map(({ done }) => done));
  }

  #startChild(parent: ExecutionRun, { name, mapRunArn, workflow, input, signal }: ChildExecution): StartedExecution {
    const { machine } = parent;
    const label = mapRunArn.split('/').at(-1)?.split(':')[0];
    const arn = `${machine.arn.replace(':stateMachine:', ':execution:')}/${label}:${name}`;
    const execution = this.#put(machine, { name, arn, input, mapRunArn, parentArn: parent.execution.arn });
    const ending = new AbortController();
    const launch = { machine, execution, workflow, signal: AbortSignal.any([signal, ending.signal]) };
    return { execution, done: this.#launch(launch, ending) };
  }

  #put(machine: StateMachine, named: Pick<Execution, 'name' | 'arn' | 'input' | 'mapRunArn' | 'parentArn'>): Execution {
    const execution: Execution = {
      ...named,
      stateMachineArn: machine.arn,
      startedAt: this.#state.clock(),
      status: 'RUNNING',
      output: null,
      error: null,
      cause: null,
      stoppedAt: null,
      events: [],
    };
    // A name that is free again goes to the end.
    machine.executions.delete(execution.arn);
    machine.executions.set(execution.arn, execution);
    machine.started += 1;
    return execution;
  }

  #launch(launch: Launch, ending: AbortController): Promise<void> {
    const done = this.#run(launch).finally(() => this.#running.delete(launch.execution));
    this.#running.set(launch.execution, { ending, done });
    return done;
  }

  async #run({ machine, execution, workflow, signal }: Launch): Promise<void> {
    const input: unknown = JSON.parse(execution.input);
    const run: ExecutionRun = { machine, execution, input, signal, variables: new Map(), tools: this.#tools };
    try {
      const output = await runWorkflow(workflow, run, input);
      execution.output = JSON.stringify(output);
      execution.status = 'SUCCEEDED';
    } catch (error) {
      this.#fail(execution, error);
    }
    execution.stoppedAt = this.#state.clock();
  }

  #fail(execution: Execution, error: unknown): void {
    execution.status = error instanceof ExecutionEnded ? error.status : 'FAILED';
    if (error instanceof ExecutionEnded || error instanceof StateFailure) {
      execution.error = error instanceof StateFailure ? error.error : error.error;
      execution.cause = error.cause;
      return;
    }
    execution.error = 'States.Runtime';
    execution.cause = `The local organization itself failed: ${String(error)}`;
    this.#crashes.push(error);
  }
}

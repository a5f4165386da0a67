import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { OrganizationClock } from '../clock.ts';
import { exited, failed, returned, timedOut } from './failures.ts';
import type { InvocationResult } from './failures.ts';
import type { FunctionClock, Invocation, InvokeMessage, LoadMessage, ProcessMessage } from './messages.ts';

/** What a function process is started with. */
export interface EnvironmentSetup {
  readonly bootstrapPath: string;
  /** All the variables it sees. */
  readonly variables: Readonly<Record<string, string>>;
  readonly code: LoadMessage;
  /** When its credentials expire, by the organization's clock. */
  readonly expiresAt: Date;
  /** The organization's clock. */
  readonly time: OrganizationClock;
  readonly log: (line: string) => void;
}

/** A function process that serves one invocation at a time and is kept warm between them. */
export class ExecutionEnvironment {
  readonly expiresAt: Date;
  readonly #time: OrganizationClock;
  readonly #process: ChildProcess;
  readonly #loaded: Promise<ProcessMessage | ProcessEnd>;
  readonly #ended: Promise<ProcessEnd>;
  #alive = true;

  constructor(setup: EnvironmentSetup) {
    this.expiresAt = setup.expiresAt;
    this.#time = setup.time;
    this.#process = fork(setup.bootstrapPath, [], {
      env: { ...setup.variables },
      execArgv: [],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // Payloads of megabytes cross faster than as JSON.
      serialization: 'advanced',
    });
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      if (stream !== null) createInterface({ input: stream }).on('line', setup.log);
    }
    this.#ended = new Promise((resolve) => {
      const end = (how: string): void => {
        this.#alive = false;
        resolve({ kind: 'ended', how });
      };
      this.#process.once('exit', (code, signal) =>
        end(code === null ? `signal: ${signal ?? ''}` : `exit status ${code}`),
      );
      this.#process.once('error', (error) => end(error.message));
    });
    this.#loaded = this.#ask(setup.code);
  }

  /** Whether it can serve another invocation. */
  get alive(): boolean {
    return this.#alive;
  }

  /** Runs one invocation. A process that fails to load, ends or takes too long is not used again. */
  async invoke(message: Invocation, timeoutSeconds: number): Promise<InvocationResult> {
    const { awsRequestId } = message.context;
    const loaded = await this.#loaded;
    if (loaded.kind !== 'loaded') {
      void this.stop();
      return resultOf(loaded, awsRequestId);
    }
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<'timeout'>((resolve) => {
      timer = setTimeout(() => resolve('timeout'), timeoutSeconds * 1000);
    });
    const deadline = Date.now() + timeoutSeconds * 1000;
    const clock = clockAsItIs(this.#time);
    const answer = await Promise.race([this.#ask({ ...message, deadline, clock }), timeout]);
    clearTimeout(timer);
    if (answer !== 'timeout') return resultOf(answer, awsRequestId);
    void this.stop();
    return timedOut(awsRequestId, timeoutSeconds);
  }

  /** Ends the process at once. */
  stop(): Promise<unknown> {
    this.#alive = false;
    this.#process.kill('SIGKILL');
    return this.#ended;
  }

  #ask(message: LoadMessage | InvokeMessage): Promise<ProcessMessage | ProcessEnd> {
    const answered = new Promise<ProcessMessage>((resolve) => {
      this.#process.once('message', (answer) => resolve(answer as ProcessMessage));
    });
    // A process that just ended cannot be written to; its end is the answer then.
    if (this.#process.connected) this.#process.send(message, () => undefined);
    return Promise.race([answered, this.#ended]);
  }
}

/** A clock that stands does so inside an invocation as well: whatever happens at an instant happens at that instant. */
function clockAsItIs(time: OrganizationClock): FunctionClock {
  const at = time.now().getTime();
  return time.stands ? { stands: true, at } : { stands: false, ahead: at - Date.now() };
}

interface ProcessEnd {
  readonly kind: 'ended';
  readonly how: string;
}

function resultOf(answer: ProcessMessage | ProcessEnd, requestId: string): InvocationResult {
  if (answer.kind === 'result') return returned(answer.payload);
  if (answer.kind === 'failure') return failed(answer.failure);
  return exited(requestId, answer.kind === 'ended' ? answer.how : 'exit status 0');
}

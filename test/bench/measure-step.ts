import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Step } from './steps.ts';

/** Beside the folder of the bundle that this is in. */
const HANDLER_PROCESS = fileURLToPath(new URL('../handler-process.mjs', import.meta.url));
const FUNCTION = 'arn:aws:lambda:us-east-1:111111111111:function:keysweep-';

/** What one invocation of a function took, and what it answered. */
export interface Taken {
  readonly answer: Readonly<Record<string, unknown>>;
  readonly seconds: number;
  /** Of the processor, which other work on this machine makes no longer. */
  readonly cpuSeconds: number;
  readonly peakMb: number;
}

/** The built functions, with their configuration beside them, and the variables of their processes. */
export interface Functions {
  readonly bundle: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Invokes a function once, in a process of its own. Rejects where that ends without an answer. */
export function measureStep({ function: name, event }: Step, { bundle, environment }: Functions): Promise<Taken> {
  const child = fork(HANDLER_PROCESS, [], {
    env: { PATH: process.env['PATH'] ?? '', NODE_NO_WARNINGS: '1', ...environment },
    execArgv: [],
    // Without its lines for the log, and those that metrics are made of.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  child.send({ bundle, name, event, functionArn: `${FUNCTION}${name}` });
  return answerOf(child, name);
}

/** The next message of a process. Rejects where it ends without one. */
export function answerOf<T>(child: ChildProcess, what: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new TypeError(`${what} ended with ${code ?? 'a signal'}`));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message as T);
    });
  });
}

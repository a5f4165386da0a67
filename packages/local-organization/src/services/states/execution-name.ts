import type { NewExecution } from '../../state-machine/executions.ts';
import type { Execution, StateMachine } from '../../state/state-machine.ts';
import { ServiceError } from '../../wire/service-error.ts';
import type { Call } from '../operation.ts';

const NINETY_DAYS = 90 * 24 * 60 * 60 * 1000;
// https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html: no blanks, brackets, wildcards, …
const ALLOWED_NAME = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]{1,80}$/u;

/** The name a new execution gets: the one that was asked for, or one of its own. */
export function nameForNew({ state }: Call, machine: StateMachine, asked: string | undefined): string {
  if (asked === undefined) return state.identifiers.uuid('execution', machine.arn, String(machine.started));
  if (ALLOWED_NAME.test(asked)) return asked;
  throw new ServiceError('InvalidName', `Invalid Name: '${asked}'`);
}

/**
 * The execution that already runs under a name with the same input; undefined if the name is free, as it is again ninety
 * days after its execution ended. https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 */
export function runningAlready(machine: StateMachine, started: NewExecution, now: Date): Execution | undefined {
  checkInput(started.input);
  const arn = `${machine.arn.replace(':stateMachine:', ':execution:')}:${started.name}`;
  const existing = machine.executions.get(arn);
  if (existing === undefined) return undefined;
  if (existing.status === 'RUNNING' && existing.input === started.input) return existing;
  if (existing.stoppedAt !== null && now.getTime() - existing.stoppedAt.getTime() > NINETY_DAYS) return undefined;
  throw new ServiceError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
}

function checkInput(input: string): void {
  try {
    JSON.parse(input);
  } catch {
    throw new ServiceError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${input}' is not JSON`);
  }
}

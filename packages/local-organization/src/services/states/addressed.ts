import type { Execution, StateMachine } from '../../state/state-machine.ts';
import { ServiceError } from '../../wire/service-error.ts';
import type { Call } from '../operation.ts';

const ARN = /^arn:aws:states:[a-z0-9-]+:\d{12}:(stateMachine|execution|mapRun):([\w-]+)(?:\/[\w.-]+)?(?::.+)?$/;

/** The state machine of an ARN, in the caller's own account: no other can be reached. */
export function addressedMachine(call: Call, arn = ''): StateMachine {
  const machine = machineIn(call, arn, 'stateMachine');
  if (machine?.arn === arn) return machine;
  throw new ServiceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
}

/** The execution of an ARN, children included. */
export function addressedExecution(call: Call, arn = ''): Execution {
  const execution = machineIn(call, arn, 'execution')?.executions.get(arn);
  if (execution !== undefined) return execution;
  throw new ServiceError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
}

/** The state machine that a Map run belongs to. */
export function machineOfMapRun(call: Call, arn: string): StateMachine {
  const machine = machineIn(call, arn, 'mapRun');
  if (machine !== undefined) return machine;
  throw new ServiceError('ResourceNotFound', `Resource not found: '${arn}'`);
}

function machineIn(call: Call, arn: string, kind: string): StateMachine | undefined {
  const [, actual, name = ''] = ARN.exec(arn) ?? [];
  if (actual !== kind) throw new ServiceError('InvalidArn', `Invalid Arn: '${arn}'`);
  const machine = call.account.stateMachines.get(name);
  return arn.startsWith(machine?.arn.split(':').slice(0, 5).join(':') ?? ' ') ? machine : undefined;
}

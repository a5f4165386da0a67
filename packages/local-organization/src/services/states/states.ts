import * as client from '@aws-sdk/client-sfn';
import type {
  DescribeExecutionInput,
  DescribeExecutionOutput,
  ListExecutionsInput,
  ListExecutionsOutput,
  StartExecutionInput,
  StartExecutionOutput,
  StopExecutionInput,
  StopExecutionOutput,
} from '@aws-sdk/client-sfn';
import type { Resource } from '../../authorization.ts';
import { ExecutionEnded } from '../../state-machine/state-failure.ts';
import { serviceModel } from '../../wire/service-model.ts';
import { operation, service } from '../operation.ts';
import type { Call } from '../operation.ts';
import { addressedExecution, addressedMachine, machineOfMapRun } from './addressed.ts';
import { executionPage } from './execution-page.ts';
import { nameForNew, runningAlready } from './execution-name.ts';

const onMachine = {
  resource: (_: Call, input: { readonly stateMachineArn?: string | undefined }): Resource => ({
    arn: arnOr(input.stateMachineArn),
  }),
};
const onExecution = {
  resource: (_: Call, input: { readonly executionArn?: string | undefined }): Resource => ({
    arn: arnOr(input.executionArn),
  }),
};

/** The executions of AWS Step Functions. */
export const STATES = service(serviceModel({ name: 'states', protocol: 'awsJson1_0' }, client), [
  operation<StartExecutionInput, StartExecutionOutput>('states:StartExecution', startExecution, onMachine),
  operation<DescribeExecutionInput, DescribeExecutionOutput>(
    'states:DescribeExecution',
    describeExecution,
    onExecution,
  ),
  operation<ListExecutionsInput, ListExecutionsOutput>('states:ListExecutions', listExecutions, {
    resource: (_, input) => ({ arn: arnOr(input.stateMachineArn ?? input.mapRunArn) }),
  }),
  operation<StopExecutionInput, StopExecutionOutput>('states:StopExecution', stopExecution, onExecution),
]);

// What is no ARN is refused as such once the caller may do it at all.
function arnOr(arn = ''): string {
  return arn.split(':').length >= 6 ? arn : '*';
}

/**
 * Starts an execution. The same name and input as one that still runs is that one again; any other use of a name that was
 * taken is refused. https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 */
function startExecution(call: Call, input: StartExecutionInput): StartExecutionOutput {
  const machine = addressedMachine(call, input.stateMachineArn);
  const started = { name: nameForNew(call, machine, input.name), input: input.input ?? '{}' };
  const running = runningAlready(machine, started, call.now);
  const execution = running ?? call.executions.start(machine, started);
  return { executionArn: execution.arn, startDate: execution.startedAt };
}

// https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html
function describeExecution(call: Call, input: DescribeExecutionInput): DescribeExecutionOutput {
  const execution = addressedExecution(call, input.executionArn);
  return {
    executionArn: execution.arn,
    stateMachineArn: execution.stateMachineArn,
    name: execution.name,
    status: execution.status,
    startDate: execution.startedAt,
    stopDate: execution.stoppedAt ?? undefined,
    input: execution.input,
    inputDetails: { included: true },
    output: execution.output ?? undefined,
    outputDetails: execution.output === null ? undefined : { included: true },
    error: execution.error ?? undefined,
    cause: execution.cause ?? undefined,
    mapRunArn: execution.mapRunArn ?? undefined,
  };
}

// https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html
function listExecutions(call: Call, input: ListExecutionsInput): ListExecutionsOutput {
  const machine =
    input.mapRunArn === undefined
      ? addressedMachine(call, input.stateMachineArn)
      : machineOfMapRun(call, input.mapRunArn);
  return executionPage(machine, input);
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StopExecution.html; one that has ended stays as it is. */
async function stopExecution(call: Call, input: StopExecutionInput): Promise<StopExecutionOutput> {
  const execution = addressedExecution(call, input.executionArn);
  await call.executions.stop(execution, new ExecutionEnded('ABORTED', input.error ?? null, input.cause ?? null));
  return { stopDate: execution.stoppedAt ?? call.now };
}

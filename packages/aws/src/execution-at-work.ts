import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { clientSettings, type Connection } from './connection.ts';
import { failureOf } from './iam/failure.ts';

/** How an execution can have ended: https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html */
const ENDED = new Set<unknown>(['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']);

/**
 * Whether an execution (by its ARN) of a state machine is still at work: true, false, or null where nobody can tell,
 * which includes whatever is no execution of this state machine.
 */
export function executionAtWork(
  connection: Connection,
  stateMachineArn: string,
): (executionArn: string) => Promise<boolean | null> {
  const client = new SFNClient(clientSettings(connection));
  const executions = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:`;
  return async (executionArn) => {
    if (!executionArn.startsWith(executions)) return null;
    try {
      const { status } = await client.send(new DescribeExecutionCommand({ executionArn }));
      if (status === 'RUNNING') return true;
      return ENDED.has(status) ? false : null;
    } catch (error) {
      return failureOf('states:DescribeExecution', error).code === 'ExecutionDoesNotExist' ? false : null;
    }
  };
}

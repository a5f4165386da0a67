import { randomUUID } from 'node:crypto';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { known, unknown, type Approval, type Reading } from '@keysweep/core';
import { clientSettings, type Connection } from './connection.ts';
import { failureOf, malformed } from './iam/failure.ts';

const OPERATION = 'states:StartExecution';

/**
 * Starts a sweep of a policy by hand, as of the moment it starts; its ARN. `absent` where there is no such state machine.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 */
export function startSweep(connection: Connection, stateMachineArn: string, policy: string): Promise<Reading<string>> {
  return start(connection, stateMachineArn, { policy, apply: true });
}

/**
 * Starts the run that does what a held run of a policy had planned; its ARN, or `absent` as above. Whether that run may go on
 * is decided there: an execution that is refused fails with `ApprovalRefused`.
 */
export function startApprovedSweep(
  connection: Connection,
  stateMachineArn: string,
  { policy, approval }: { readonly policy: string; readonly approval: Approval },
): Promise<Reading<string>> {
  const { runId, by, reason } = approval;
  return start(connection, stateMachineArn, { policy, apply: true, approve: { runId, by, reason } });
}

/** By a name of its own, so that a request which is sent again after a lost answer is the same execution, and no second one. */
async function start(connection: Connection, stateMachineArn: string, input: object): Promise<Reading<string>> {
  const client = new SFNClient(clientSettings(connection));
  const name = `by-hand-${randomUUID()}`;
  try {
    const { executionArn } = await client.send(
      new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }),
    );
    return executionArn === undefined
      ? unknown(malformed(OPERATION, 'the answer names no execution'))
      : known(executionArn);
  } catch (error) {
    const failure = failureOf(OPERATION, error);
    return failure.code === 'StateMachineDoesNotExist' ? { state: 'absent' } : unknown(failure);
  }
}

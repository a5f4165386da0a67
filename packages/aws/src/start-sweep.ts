import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { known, unknown, type Reading } from '@keysweep/core';
import { clientSettings, type Connection } from './connection.ts';
import { failureOf, malformed } from './iam/failure.ts';

const OPERATION = 'states:StartExecution';

/**
 * Starts a sweep of a policy by hand, as of the moment it starts; its ARN. `absent` where there is no such state machine.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 */
export async function startSweep(
  connection: Connection,
  stateMachineArn: string,
  policy: string,
): Promise<Reading<string>> {
  const client = new SFNClient(clientSettings(connection));
  const input = JSON.stringify({ policy, apply: true });
  try {
    const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn, input }));
    return executionArn === undefined
      ? unknown(malformed(OPERATION, 'the answer names no execution'))
      : known(executionArn);
  } catch (error) {
    const failure = failureOf(OPERATION, error);
    return failure.code === 'StateMachineDoesNotExist' ? { state: 'absent' } : unknown(failure);
  }
}

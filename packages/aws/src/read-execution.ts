import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { known, unknown, type Reading } from '@keysweep/core';
import { clientSettings, type Connection } from './connection.ts';
import { failureOf, malformed } from './iam/failure.ts';

/** An execution of a state machine. */
export interface ExecutionState {
  /** `RUNNING`, or how it ended: `SUCCEEDED`, `FAILED`, `TIMED_OUT`, `ABORTED`, or a status of tomorrow. */
  readonly status: string;
  readonly startedAt: Date;
  /** JSON text. */
  readonly input: string;
  /** JSON text; null where it has none, or not yet. */
  readonly output: string | null;
  readonly error: string | null;
  readonly cause: string | null;
}

const OPERATION = 'states:DescribeExecution';

/**
 * Reads an execution; `absent` where there is none of that ARN, which for a moment may be so of one that was just started.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html
 */
export async function readExecution(connection: Connection, executionArn: string): Promise<Reading<ExecutionState>> {
  const client = new SFNClient(clientSettings(connection));
  try {
    const described = await client.send(new DescribeExecutionCommand({ executionArn }));
    const { status, startDate: startedAt, input = '{}', output = null, error = null, cause = null } = described;
    if (status === undefined || startedAt === undefined)
      return unknown(malformed(OPERATION, 'the answer says neither its status nor its start'));
    return known({ status, startedAt, input, output, error, cause });
  } catch (error) {
    const failure = failureOf(OPERATION, error);
    return failure.code === 'ExecutionDoesNotExist' ? { state: 'absent' } : unknown(failure);
  }
}

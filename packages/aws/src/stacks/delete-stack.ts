import { randomUUID } from 'node:crypto';
import { CloudFormationClient, DeleteStackCommand } from '@aws-sdk/client-cloudformation';
import type { Failure } from '@keysweep/core';
import { clientSettings, type Connection } from '../connection.ts';
import { failureOf } from '../iam/failure.ts';

/**
 * Starts the deletion of a stack; null once CloudFormation has taken it on. What its template retains stays.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeleteStack.html
 */
export async function startStackDeletion(connection: Connection, stackId: string): Promise<Failure | null> {
  const client = new CloudFormationClient(clientSettings(connection));
  try {
    await client.send(new DeleteStackCommand({ StackName: stackId, ClientRequestToken: randomUUID() }));
    return null;
  } catch (error) {
    return failureOf('cloudformation:DeleteStack', error);
  }
}

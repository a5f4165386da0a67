import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { Failure } from '@keysweep/core';
import { clientSettings, type Connection } from './connection.ts';
import { failureOf } from './iam/failure.ts';

/**
 * Turns the switch to paused, and says why and by whom; null once it is. https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
 */
export async function pauseSweeps(
  connection: Connection,
  parameterName: string,
  why: { readonly reason: string; readonly by: string },
): Promise<Failure | null> {
  const client = new SSMClient(clientSettings(connection));
  const value = JSON.stringify({ state: 'paused', ...why });
  try {
    await client.send(new PutParameterCommand({ Name: parameterName, Type: 'String', Overwrite: true, Value: value }));
    return null;
  } catch (error) {
    return failureOf('ssm:PutParameter', error);
  }
}

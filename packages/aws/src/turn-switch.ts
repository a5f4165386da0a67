import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { known, switchText, unknown, type Failure, type Reading, type SwitchPosition } from '@keysweep/core';
import { clientSettings, type Connection } from './connection.ts';
import { failureOf } from './iam/failure.ts';
import { DEFAULT_SWITCH, type SweepSwitchOptions } from './sweep-switch.ts';

/**
 * Turns the organization-wide switch; `absent` where there is no such parameter, and none is made: without a type SSM changes
 * one or refuses. A failure may have turned it all the same, where only the answer was lost: read it again.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
 */
export async function turnSwitch(
  connection: Connection,
  position: SwitchPosition,
  { parameterName = DEFAULT_SWITCH }: SweepSwitchOptions = {},
): Promise<Reading<null>> {
  const client = new SSMClient(clientSettings(connection));
  const command = new PutParameterCommand({ Name: parameterName, Value: switchText(position), Overwrite: true });
  try {
    await client.send(command);
    return known(null);
  } catch (error) {
    const failure = failureOf('ssm:PutParameter', error);
    return saysNoParameter(failure) ? { state: 'absent' } : unknown(failure);
  }
}

/** `A parameter type is required when you create a parameter.` */
function saysNoParameter({ code, message }: Failure): boolean {
  return code === 'ValidationException' && message.includes('type is required');
}

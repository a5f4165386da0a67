import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { readSwitchPosition, unknown, type SweepSwitch } from '@keysweep/core';
import { clientSettings, type Connection } from './connection.ts';
import { failureOf } from './iam/failure.ts';

/** The parameter that is the switch. */
export const DEFAULT_SWITCH = '/keysweep/state';

/** Which parameter is the switch. */
export interface SweepSwitchOptions {
  /** Default `/keysweep/state`. */
  readonly parameterName?: string;
}

const OPERATION = 'ssm:GetParameter';

/** The organization-wide switch, a parameter of SSM Parameter Store; what its text may say is in core. */
export function sweepSwitch(connection: Connection, options: SweepSwitchOptions = {}): SweepSwitch {
  const client = new SSMClient(clientSettings(connection));
  const name = options.parameterName ?? DEFAULT_SWITCH;
  return {
    read: async () => {
      try {
        const { Parameter } = await client.send(new GetParameterCommand({ Name: name }));
        return readSwitchPosition(Parameter?.Value ?? '');
      } catch (error) {
        const failure = failureOf(OPERATION, error);
        return failure.code === 'ParameterNotFound' ? { state: 'absent' } : unknown(failure);
      }
    },
  };
}

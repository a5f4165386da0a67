import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { Reading, SweepSwitch, SwitchPosition } from '@keysweep/core';
import { known, unknown } from '@keysweep/core';
import { clientSettings, type Connection } from './connection.ts';
import { failureOf, malformed } from './iam/failure.ts';

/** Which parameter is the switch. */
export interface SweepSwitchOptions {
  /** Default `/keysweep/state`. */
  readonly parameterName?: string;
}

const OPERATION = 'ssm:GetParameter';
const NOT_STATED = 'not stated';

/**
 * The organization-wide switch, a parameter of SSM Parameter Store: `{"state":"enabled"}`, or `{"state":"paused",
 * "reason":…,"by":…}`, or one of the bare words. Anything else is `unknown`, and no sweep revokes on that.
 */
export function sweepSwitch(connection: Connection, options: SweepSwitchOptions = {}): SweepSwitch {
  const client = new SSMClient(clientSettings(connection));
  const name = options.parameterName ?? '/keysweep/state';
  return {
    read: async () => {
      try {
        const { Parameter } = await client.send(new GetParameterCommand({ Name: name }));
        return positionOf(Parameter?.Value);
      } catch (error) {
        const failure = failureOf(OPERATION, error);
        return failure.code === 'ParameterNotFound' ? { state: 'absent' } : unknown(failure);
      }
    },
  };
}

function positionOf(value: string | undefined): Reading<SwitchPosition> {
  const word = value?.trim();
  if (word === 'enabled') return known({ state: 'enabled' });
  if (word === 'paused') return known({ state: 'paused', reason: NOT_STATED, by: NOT_STATED });
  const position = parsed(word ?? '');
  const state: unknown = Reflect.get(position, 'state');
  if (state === 'enabled') return known({ state });
  if (state !== 'paused') return unknown(malformed(OPERATION, 'the switch is neither "enabled" nor "paused"'));
  // Paused is paused, whoever forgot to say why.
  return known({ state, reason: stated(position, 'reason'), by: stated(position, 'by') });
}

function stated(position: object, property: string): string {
  const value: unknown = Reflect.get(position, property);
  return typeof value === 'string' && value !== '' ? value : NOT_STATED;
}

function parsed(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

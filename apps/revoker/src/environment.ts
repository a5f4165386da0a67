import { ACTIONS, KeysweepError, type Action, type Ceilings } from '@keysweep/core';

/** What the agent is told by its StackSet, read once. */
export interface RevokerEnvironment {
  readonly organizationId: string;
  /** The centre's public key: SubjectPublicKeyInfo, DER, base64. */
  readonly orderVerificationKey: string;
  readonly ceilings: Ceilings;
  readonly templateVersion: string;
}

/** Reads the agent's environment. Throws `environment-invalid`: an agent that does not know its ceilings does nothing. */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): RevokerEnvironment {
  const required = (name: string): string => {
    const value = variables[name];
    if (value === undefined || value === '') throw new KeysweepError('environment-invalid', `${name} is not set`);
    return value;
  };
  return {
    organizationId: required('KEYSWEEP_ORGANIZATION_ID'),
    orderVerificationKey: required('KEYSWEEP_ORDER_VERIFICATION_KEY'),
    ceilings: {
      action: readAction(required('KEYSWEEP_CEILING_ACTION')),
      revocations: readCount(required('KEYSWEEP_CEILING_REVOCATIONS')),
    },
    templateVersion: required('KEYSWEEP_TEMPLATE_VERSION'),
  };
}

function readAction(value: string): Action {
  const action = ACTIONS.find((each) => each === value);
  if (action === undefined)
    throw new KeysweepError(
      'environment-invalid',
      `KEYSWEEP_CEILING_ACTION is ${value}, not one of ${ACTIONS.join(', ')}`,
    );
  return action;
}

function readCount(value: string): number {
  if (!/^\d{1,6}$/.test(value))
    throw new KeysweepError('environment-invalid', `KEYSWEEP_CEILING_REVOCATIONS is ${value}, not a whole number`);
  return Number(value);
}

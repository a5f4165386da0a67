import { KeysweepError } from '@keysweep/core';

/** What a function of the centre is told by its template. */
export interface CentralEnvironment {
  readonly region: string;
  /** The evidence bucket. */
  readonly bucket: string;
  /** Id or ARN of the KMS key that signs orders. */
  readonly signingKeyId: string;
  readonly stateMachineArn: string;
  /** The topic that people are told through. */
  readonly topicArn: string;
}

/** Reads the environment of a function of the centre. Throws `environment-invalid`. */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): CentralEnvironment {
  const required = (name: string): string => {
    const value = variables[name];
    if (value === undefined || value === '') throw new KeysweepError('environment-invalid', `${name} is not set`);
    return value;
  };
  return {
    region: required('AWS_REGION'),
    bucket: required('KEYSWEEP_BUCKET'),
    signingKeyId: required('KEYSWEEP_SIGNING_KEY_ID'),
    stateMachineArn: required('KEYSWEEP_STATE_MACHINE_ARN'),
    topicArn: required('KEYSWEEP_TOPIC_ARN'),
  };
}

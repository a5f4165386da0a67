import {
  EVERY_EXECUTION,
  EVERY_RECORD,
  EXECUTIONS,
  SIGNING_KEY,
  STATE_MACHINE,
  SWITCH,
  useEncryptionKey,
  type CentralSetting,
} from './central-resources.ts';
import { READ_EVIDENCE } from './evidence-permissions.ts';
import { ACCOUNT_ITSELF, type PermissionStatement, type TrustStatement } from './statements.ts';

/** Whoever of the account may assume it, and has signed in with MFA. */
export const OPERATOR_TRUST: TrustStatement = {
  Effect: 'Allow',
  Principal: { AWS: ACCOUNT_ITSELF },
  Action: 'sts:AssumeRole',
  Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
};

/**
 * What people may do: read everything that is written down, start a sweep or a summary and follow it, turn the switch. They
 * do not look into accounts themselves: audit roles open to the centre alone, and a look nobody recorded is no evidence.
 */
export function operatorStatements(setting: CentralSetting): readonly PermissionStatement[] {
  return [
    ...READ_EVIDENCE,
    ...useEncryptionKey(setting, ['kms:Decrypt']),
    { Sid: 'StartSweeps', Effect: 'Allow', Action: ['states:StartExecution'], Resource: STATE_MACHINE },
    { Sid: 'FollowSweeps', Effect: 'Allow', Action: ['states:DescribeExecution'], Resource: EXECUTIONS },
    { Sid: 'TurnSwitch', Effect: 'Allow', Action: ['ssm:GetParameter', 'ssm:PutParameter'], Resource: SWITCH },
    { Sid: 'ReadVerificationKey', Effect: 'Allow', Action: ['kms:GetPublicKey'], Resource: SIGNING_KEY },
  ];
}

/** Why statements of the operators' role name more than one thing. */
export const OPERATOR_WILDCARDS = { ReadEvidence: EVERY_RECORD, FollowSweeps: EVERY_EXECUTION } as const;

import { DEAD_LETTERS, STATE_MACHINE } from './central-resources.ts';
import { FOR_THIS_ACCOUNT, serviceTrust, type PermissionStatement, type TrustStatement } from './statements.ts';

/** EventBridge Scheduler alone works with the role of the schedules, for this account. */
export const SCHEDULER_TRUST: TrustStatement = serviceTrust('scheduler.amazonaws.com', FOR_THIS_ACCOUNT);

/** What the schedules may do: start the state machine, and leave word where that failed. */
export const SCHEDULER_STATEMENTS: readonly PermissionStatement[] = [
  { Sid: 'StartSweeps', Effect: 'Allow', Action: ['states:StartExecution'], Resource: STATE_MACHINE },
  {
    Sid: 'LeaveDeadLetters',
    Effect: 'Allow',
    Action: ['sqs:SendMessage'],
    Resource: { 'Fn::GetAtt': [DEAD_LETTERS, 'Arn'] },
  },
];

import { DEAD_LETTERS, STATE_MACHINE } from './central-resources.ts';
import type { PermissionStatement } from './statements.ts';

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
